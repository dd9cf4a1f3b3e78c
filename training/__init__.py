"""Training, evaluation and corpora: imports `stance`, never the reverse."""
