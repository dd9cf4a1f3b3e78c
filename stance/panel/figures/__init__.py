"""Figures from a panel: a dyad over time, a heat map of all dyads, a page of small multiples; PNG, SVG and HTML."""
