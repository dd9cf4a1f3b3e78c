"""Patterns of personal names."""

from __future__ import annotations

UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_WORD = rf"(?:[A-Za-z]{{1,2}}[-'])?{UPPER}[\w'.-]*"
_PARTICLE = r"(?:al|bin|ibn|da|de|del|della|den|der|di|dos|du|la|le|ter|van|von|y)"
# Two to four words, each with a capital, and small particles between them.
NAME = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,3}}"
