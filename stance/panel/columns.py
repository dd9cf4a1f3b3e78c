"""The columns of a panel in its long form, one row a directed dyad and period."""
