"""Corpora: any number of articles in, a folder of tables out, in constant memory, resumed after any interruption."""
