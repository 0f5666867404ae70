"""What a colour means in a chart over years: one table for the site and every document.

A reader who has learnt that the dashed orange line is the frame can read the next chart too.
What is told apart here differs in colour, in dash and in lightness, so that it is told apart
without colour sight and in black and white.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LOOKS", "Look"]


@dataclass(frozen=True, slots=True)
class Look:
    """How one meaning is drawn.

    Parameters
    ----------
    colour : str
        At least 4.5:1 on white: names beside lines are written in it.
    dash : tuple of int
        Lengths of dash and gap; empty: a whole line.
    width : float
        Of the line. A plan is wider than a forecast, which is seen upon it where they agree.
    marker : {"circle", "square", "diamond", ""}
        What stands at each year's figure.
    """

    colour: str
    dash: tuple[int, ...] = ()
    width: float = 3.0
    marker: str = "circle"


#: Meaning → how it is drawn. ``inventory`` is what has been measured or counted, ``frame`` what
#: may be emitted or shall be reached, ``plan`` where what is adopted or proposed leads,
#: ``with_open`` the same with what is kept open too, ``forecast`` what is expected now,
#: ``baseline`` what happens without a plan. They are drawn in this order from behind.
LOOKS: dict[str, Look] = {
    "baseline": Look("#6b6b6b", (2, 4), 2.5, ""),
    "frame": Look("#b34700", (9, 5), 3.0, ""),
    "with_open": Look("#38799f", (1, 4), 3.0, ""),
    "plan": Look("#005f8f", (), 5.0, "square"),
    "forecast": Look("#6a3d9a", (5, 4), 2.5, "diamond"),
    "inventory": Look("#1b5e3f", (), 3.0, "circle"),
}
