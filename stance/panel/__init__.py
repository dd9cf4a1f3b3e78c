"""Panels: stance by dyad and period, and the figures made from them."""
