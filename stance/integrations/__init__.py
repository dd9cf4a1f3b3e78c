"""The model in other people's pipelines: one module for each, which needs the packages of the extra of its name."""
