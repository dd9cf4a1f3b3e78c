"""The model in other people's tools. Each module imports its tool, so import the one that you need.

No other part of the package imports these, but ``stance.score`` and the registration that transformers sets off.
"""
