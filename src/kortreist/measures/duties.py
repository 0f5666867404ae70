"""What law or adopted policy already asks for: dated facts, by measure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kortreist.facts import load
from kortreist.provenance import Mark

__all__ = ["Duty", "duty_of"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is already asked of somebody, that a measure is part of.

    Parameters
    ----------
    extent : {"whole", "part"}
        Whether the measure is what is asked, or what comes on top of it.
    text : dict of str to str
        What is asked, by language.
    since : datetime.date
    rules : tuple of str
        Rows of the facts table ``adopted_policy``: their effect is in the baseline, so the
        measure's is what comes on top.
    mark : Mark
        How the rule is known.
    """

    extent: Literal["whole", "part"]
    text: dict[str, str]
    since: date
    rules: tuple[str, ...]
    mark: Mark


def duty_of(measure: str, at: date | None = None) -> Duty | None:
    """Return what is already asked on a day; None where nothing is known to be.

    Parameters
    ----------
    measure : str
        Id in the library.
    at : datetime.date, optional
        By default today.

    Examples
    --------
    >>> duty_of("oil_ban_supervision", date(2026, 11, 30)).extent
    'whole'
    >>> duty_of("eco_driving", date(2026, 11, 30)) is None
    True
    """
    for row in load().table("measure_duties", at or date.today()):
        if row["measure"] == measure:
            return Duty(
                row["extent"],
                {code: row[code] for code in ("nb", "nn", "en")},
                row["valid_from"],
                tuple((row["rules"] or "").split()),
                row["mark"],
            )
    return None
