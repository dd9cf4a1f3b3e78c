"""The model in other people's pipelines, one part a package; each is loaded by those who use that package."""
