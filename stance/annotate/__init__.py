"""Judgements of a run on their way to people who code them, and back: drawn, written for a tool, read, compared."""
