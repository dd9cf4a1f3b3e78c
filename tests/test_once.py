from __future__ import annotations

from stance.actors.once import once


class Counted:
    def __init__(self) -> None:
        self.asked = 0

    @once
    def answer(self) -> int:
        """The answer."""
        self.asked += 1
        return 42


def test_a_value_is_computed_when_first_asked_for_and_kept() -> None:
    one, other = Counted(), Counted()
    assert one.asked == 0
    assert (one.answer, one.answer, one.asked, other.asked) == (42, 42, 1, 0)
    assert Counted.answer.__doc__ == "The answer."
