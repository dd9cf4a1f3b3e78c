"""From the judgements of a corpus to a panel: directed dyad × period, with intervals and corrections for errors."""
