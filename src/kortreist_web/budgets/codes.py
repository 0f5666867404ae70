"""Which codes a line of the economic plan may have, as far as that can be known.

The carried list of KOSTRA functions and accounts says in which years a code is valid, and whether
it may stand in the running or the investment account. A code that is not in it is said to be
unchecked and never proposed, also where the municipality's own plan uses it: being used once does
not make it right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["OwnCodes", "check_account", "check_function", "code_checks", "own_codes"]


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


def check_function(code: str, year: int) -> str:
    """Return what is wrong with a function, as a text key; empty where nothing is known to be.

    A municipality's own digits after the three of KOSTRA are its own.
    """
    from kortreist.facts import kostra_code

    if not code:
        return "budgets.code.no_function"
    known = kostra_code("function", code[:3])
    if known is None:
        return "budgets.code.unchecked"
    return "" if known.valid_in(year) else "budgets.code.function_out"


def check_account(code: str, kind: str, year: int) -> str:
    """Return what is wrong with an account, as a text key; empty where nothing is known to be.

    Before the three digits of KOSTRA may stand the class: 0 is investment, 1 running cost.
    """
    from kortreist.facts import kostra_code

    if not code:
        return "budgets.code.no_account"
    digits = "".join(c for c in code if c.isdigit())
    classed = len(digits) > 3 and digits[0] in "01"
    known = kostra_code("account", digits[1:4] if classed else digits[:3])
    if classed and kind and {"0": "investment", "1": "running"}[digits[0]] != kind:
        return "budgets.code.wrong_kind"
    if known is None:
        return "budgets.code.unchecked"
    if not known.valid_in(year):
        return "budgets.code.account_out"
    wrong = kind in ("running", "investment") and known.account not in ("both", kind)
    return "budgets.code.wrong_kind" if wrong else ""


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
