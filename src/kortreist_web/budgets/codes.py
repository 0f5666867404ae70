"""Which codes a line of the economic plan may have, as far as that can be known.

The carried list of KOSTRA functions and accounts says in which years a code is valid, and whether
it may stand in the running or the investment account. A code that is not in it, or is another's
(a county's, a district of Oslo's), is said to be just that and never proposed, also where the
municipality's own plan uses it: being used once does not make it right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation, Unit

if TYPE_CHECKING:
    from kortreist.facts.kostra import KostraCode, KostraList

__all__ = ["Check", "OwnCodes", "check_account", "check_function", "code_checks", "own_codes"]


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """Codes in use in the municipality's own plans."""

    responsibilities: frozenset[str] = frozenset()
    #: Unit → its responsibility's number.
    units: Mapping[int, str] = field(default_factory=dict)
    #: Every line they come from, newest plan first.
    lines: tuple[EconomicPlanLine, ...] = field(default=(), compare=False)


def own_codes(organisation: Organisation) -> OwnCodes:
    """Return the codes of all economic plans that were read, with their lines."""
    rows = EconomicPlanLine.objects.filter(organisation=organisation)
    lines = tuple(rows.select_related("line", "line__unit").order_by("-year", "id"))
    units = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "responsibility"))
    used = {e.responsibility for e in lines} | set(units.values())
    return OwnCodes(frozenset(used - {""}), units, lines)


class Check(str):
    """What is wrong with a code: a text key, and what the text tells of it."""

    values: Mapping[str, Any]

    def __new__(cls, key: str, **values: Any) -> Check:
        """Return the key with its values."""
        made = super().__new__(cls, key)
        made.values = values
        return made

    @property
    def said(self) -> str:
        """Return it in the reader's language."""
        return text(str(self), **self.values)


def check_function(code: str, year: int) -> str:
    """Return what is wrong with a function, as a text key; empty where nothing is known to be.

    A municipality's own digits after the three of KOSTRA are its own.

    Returns
    -------
    str
        A :class:`Check` where it is wrong.
    """
    from kortreist.facts import kostra_code

    if not code:
        return Check("budgets.code.no_function")
    known = kostra_code("function", code[:3])
    return _wrong("function", known, code[:3], year)


def _wrong(which: KostraList, known: KostraCode | None, code: str, year: int) -> str:
    """Return why a code does not hold in a year: not in the list, another's, or out of date."""
    from kortreist.facts import kostra_elsewhere, newest_list, oldest_list

    lists = {"code": code, "first": oldest_list(), "last": newest_list()}
    if known is not None and known.valid_in(year):
        return ""
    if known is not None and known.last_year and year > known.last_year:
        return Check(f"budgets.code.{which}_out", code=code, last=known.last_year)
    if known is not None and known.first_year and year < known.first_year:
        return Check(f"budgets.code.{which}_not_yet", code=code, first=known.first_year)
    other = kostra_elsewhere(which, code) if known is None else None
    if other is not None:
        name = f" ({other.name})" if other.name else ""
        return Check(f"budgets.code.{which}_of_{other.holder}", code=code, name=name)
    return Check(f"budgets.code.{which}_unknown", **lists)


def check_account(code: str, kind: str, year: int) -> str:
    """Return what is wrong with an account, as a text key; empty where nothing is known to be.

    Before the three digits of KOSTRA may stand the class: 0 is investment, 1 running cost.

    Returns
    -------
    str
        A :class:`Check` where it is wrong.
    """
    from kortreist.facts import kostra_code

    if not code:
        return Check("budgets.code.no_account")
    digits = "".join(c for c in code if c.isdigit())
    classed = len(digits) > 3 and digits[0] in "01"
    three = digits[1:4] if classed else digits[:3]
    known = kostra_code("account", three)
    if classed and kind and {"0": "investment", "1": "running"}[digits[0]] != kind:
        return Check("budgets.code.wrong_kind")
    if out := _wrong("account", known, three or code, year):
        return out
    wrong = kind in ("running", "investment") and not (known and known.account in ("both", kind))
    return Check("budgets.code.wrong_kind") if wrong else ""


def code_checks(line: EconomicPlanLine | Row, year: int) -> list[str]:
    """Return text keys of what is wrong with a line's codes; one that is lacking is not told.

    Parameters
    ----------
    line : EconomicPlanLine or Row
    year : int
        The budget's.
    """
    found = [
        check_function(line.function, year) if line.function else "",
        check_account(line.account, line.kind, year) if line.account else "",
    ]
    return list(dict.fromkeys(key for key in found if key))
