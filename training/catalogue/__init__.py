"""Builds the actor catalogue of ``stance/actors/data`` from public sources and hand-written tables."""
