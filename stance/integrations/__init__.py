"""The model in other people's pipelines; each module needs the extra of its own name."""
