"""What a line of the economic plan may hold, whichever door it comes in by: file, page or API."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kortreist_web.budgets.parts import COMPUTED, PARTS
from kortreist_web.core.refusals import RefusedError

__all__ = [
    "LENGTH",
    "MAX_KRONER",
    "Key",
    "Row",
    "check_part",
    "check_rows",
    "check_start",
    "is_year",
    "kind_of_account",
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


#: Years whose kroner an amount may be in: others are misprints.
_PRICE_YEARS = (2000, 2100)
#: Responsibility, function, account, text and kind.
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the economic plan as read; ``amounts``: year (as text) → whole kroner.

    ``kind``: running or investment, empty where nobody says; ``price_year``: whose kroner.
    """

    responsibility: str
    function: str
    account: str
    text: str
    amounts: dict[str, int]
    measure: str = ""
    kind: str = ""
    price_year: int | None = None

    @property
    def key(self) -> Key:
        """Return what a line is recognised by; texts that look alike are one text."""
        return (
            tidy(self.responsibility),
            tidy(self.function),
            tidy(self.account),
            tidy(self.text),
            self.kind,
        )

    def counterpart(self, there: Iterable[Key]) -> Key:
        """Return the key this line has among others: kinds differ where one of them says none.

        Where two lines differ in kind only, a line that says none is neither of them.
        """
        words, keys = self.key[:4], set(there)
        kinds = ("running", "investment") if not self.kind else ("",)
        found = [k for kind in kinds if (k := (*words, kind)) in keys]
        return self.key if self.key in keys or len(found) != 1 else found[0]

    def of_kind(self) -> Row:
        """Return the line with the kind its account tells of, where none is said.

        Class 0 before the account's number is investment and 1 running cost; three digits tell
        where the account may stand in one of the two alone.
        """
        if self.kind:
            return self
        return replace(self, kind=kind_of_account(self.account))

    def same_as(self, other: Row) -> bool:
        """Tell whether taking this line in leaves another as it is."""
        linked = not self.measure or self.measure == other.measure
        said = not self.kind or self.kind == other.kind
        priced = self.price_year is None or self.price_year == other.price_year
        # A code that is not said stays as it is, as kind and price year do.
        coded = all(not a or a == b for a, b in zip(self.key[:3], other.key[:3], strict=True))
        named = self.key[3] == other.key[3]
        return self.amounts == other.amounts and linked and said and priced and coded and named


def kind_of_account(account: str) -> str:
    """Return which account of the two a code says it is of; empty where it does not.

    Examples
    --------
    >>> kind_of_account("02300"), kind_of_account("11900"), kind_of_account("240")
    ('investment', 'running', 'running')
    >>> kind_of_account("230"), kind_of_account("")
    ('', '')
    """
    from kortreist.facts import kostra_code

    digits = "".join(c for c in account if c.isdigit())
    if len(digits) > 3:
        return {"0": "investment", "1": "running"}.get(digits[0], "")
    known = kostra_code("account", digits)
    return known.account if known and known.account != "both" else ""


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
    out: dict[Key, Row] = {}
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
        if row.kind not in ("", "running", "investment"):
            raise RefusedError("budgets.refused.line_kind", **context, value=row.kind[:40])
        if row.price_year is not None and not _PRICE_YEARS[0] <= row.price_year <= _PRICE_YEARS[1]:
            raise RefusedError("budgets.refused.line_price_year", **context, value=row.price_year)
        clean_row = Row(
            **words, amounts=dict(row.amounts), kind=row.kind, price_year=row.price_year
        ).of_kind()
        if clean_row.key in out:
            raise RefusedError("budgets.refused.line_twice", **context)
        out[clean_row.key] = clean_row
    return list(out.values())
