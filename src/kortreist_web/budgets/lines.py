"""What a line of the economic plan may hold, whichever door it comes in by: file, page or API."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.parts import COMPUTED, PARTS
from kortreist_web.core.refusals import RefusedError

__all__ = [
    "LENGTH",
    "MAX_KRONER",
    "Row",
    "check_part",
    "check_rows",
    "check_start",
    "is_year",
    "readable",
    "tidy",
]

#: Field → most characters.
LENGTH = {"responsibility": 20, "function": 20, "account": 20, "text": 200, "measure": 80}
#: Amounts of this many kroner or more are misprints: the state's budget is a fifth of it.
MAX_KRONER = 10**13
_YEAR = re.compile(r"20[2-9]\d")
#: Years a plan may reach before and after its own year: what was spent beside what is planned.
_BEFORE, _AFTER = 4, 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the economic plan as read; ``amounts``: year (as text) → whole kroner."""

    responsibility: str
    function: str
    account: str
    text: str
    amounts: dict[str, int]
    measure: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what a line is recognised by; texts that look alike are one text."""
        return (
            tidy(self.responsibility),
            tidy(self.function),
            tidy(self.account),
            tidy(self.text),
        )


def tidy(text: str) -> str:
    """Return a text with its letters composed (NFC), single spaces and nothing unseen in it.

    Examples
    --------
    >>> tidy("A\\u030a  lesund ") == "\\u00c5 lesund"
    True
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")  # soft hyphens and such
    return " ".join(unicodedata.normalize("NFC", seen).split())


def readable(text: str) -> bool:
    """Tell whether all of a text can be read: no control characters, no lost letters."""
    return not any(c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cs") for c in text)


def is_year(text: str, plan_year: int | None = None) -> bool:
    """Tell whether a text is a year an economic plan, or the plan of a year, may have."""
    if not isinstance(text, str) or not (text.isascii() and _YEAR.fullmatch(text)):
        return False
    return plan_year is None or plan_year - _BEFORE <= int(text) <= plan_year + _AFTER


def check_start(budget: Any, start_year: int) -> None:
    """Refuse a start year that is neither the plan's nor the budget's.

    Raises
    ------
    RefusedError
    """
    allowed = {*budget.frame.get("plan_years", []), budget.year}
    if isinstance(start_year, bool) or start_year not in allowed:
        raise RefusedError("budgets.refused.start_year", year=start_year)


def check_part(line: Any, part: str) -> None:
    """Refuse a part that is none, and another part for tonnes that the pathway counts.

    Raises
    ------
    RefusedError
    """
    if part not in PARTS or (line.effect and part not in COMPUTED):
        raise RefusedError("budgets.refused.part", about="part")


def check_rows(rows: Iterable[Row], plan_year: int) -> Sequence[Row]:
    """Return lines, tidied; all of them hold together, or none is returned.

    Raises
    ------
    RefusedError
        A text that is empty, too long or cannot be read, a year that is none or not the
        plan's, an amount that is not whole kroner or out of reach, a line without amounts,
        or two lines that cannot be told apart. Says which line.
    """
    out: dict[tuple[str, str, str, str], Row] = {}
    for number, row in enumerate(rows, start=1):
        words = {name: tidy(getattr(row, name)) for name in LENGTH}
        context = {"line": number, "text": words["text"][:40]}
        if not words["text"]:
            raise RefusedError("budgets.refused.line_text", **context)
        for name, word in words.items():
            if len(word) > LENGTH[name] or not readable(word):
                raise RefusedError("budgets.refused.line_word", **context, value=word[:40])
        if not row.amounts:
            raise RefusedError("budgets.refused.line_amounts", **context)
        for year, amount in row.amounts.items():
            if not is_year(year, plan_year):
                raise RefusedError("budgets.refused.line_year", **context, value=str(year)[:40])
            whole = isinstance(amount, int) and not isinstance(amount, bool)
            if not whole or abs(amount) >= MAX_KRONER:
                raise RefusedError("budgets.refused.line_amount", **context, value=str(amount)[:40])
        clean_row = Row(**words, amounts=dict(row.amounts))
        if clean_row.key in out:
            raise RefusedError("budgets.refused.line_twice", **context)
        out[clean_row.key] = clean_row
    return list(out.values())
