"""Which codes a line of the economic plan may have, as far as that can be known.

A code is known by being in use in the municipality's own plan, and by the carried list of KOSTRA
functions and accounts. The list says more: in which years a code is valid, and whether it may
stand in the running or the investment account. A code in neither is said to be unchecked, and
never proposed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.tenants.models import Organisation

__all__ = ["OwnCodes", "check_account", "check_function", "code_checks", "own_codes"]


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """Codes in use in the municipality's own plans."""

    responsibilities: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    #: Every line they come from, newest plan first.
    lines: tuple[EconomicPlanLine, ...] = field(default=(), compare=False)


def own_codes(organisation: Organisation) -> OwnCodes:
    """Return the codes of all economic plans that were read, with their lines."""
    rows = EconomicPlanLine.objects.filter(organisation=organisation)
    lines = tuple(rows.select_related("line", "line__unit").order_by("-year", "id"))

    def used(values: Iterable[str]) -> frozenset[str]:
        return frozenset(v for v in values if v)

    return OwnCodes(
        used(e.responsibility for e in lines),
        used(e.function for e in lines),
        used(e.account for e in lines),
        lines,
    )


def check_function(code: str, year: int, own: OwnCodes) -> str:
    """Return what is wrong with a function, as a text key; empty where nothing is known to be.

    A municipality's own digits after the three of KOSTRA are its own.
    """
    from kortreist.facts import kostra_code

    if not code:
        return "budgets.code.no_function"
    known = kostra_code("function", code[:3])
    if known is None:
        return "" if code in own.functions else "budgets.code.unchecked"
    return "" if known.valid_in(year) else "budgets.code.function_out"


def check_account(code: str, kind: str, year: int, own: OwnCodes) -> str:
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
        return "" if code in own.accounts else "budgets.code.unchecked"
    if not known.valid_in(year):
        return "budgets.code.account_out"
    wrong = kind in ("running", "investment") and known.account not in ("both", kind)
    return "budgets.code.wrong_kind" if wrong else ""


def code_checks(
    organisation: Organisation, economic: Iterable[EconomicPlanLine], year: int
) -> dict[int, list[str]]:
    """Return line → text keys of what is wrong with its codes; those that lack one are not told.

    Parameters
    ----------
    organisation : Organisation
    economic : iterable of EconomicPlanLine
    year : int
        The budget's.
    """
    own, out = own_codes(organisation), {}
    for e in economic:
        found = [
            check_function(e.function, year, own) if e.function else "",
            check_account(e.account, e.kind, year, own) if e.account else "",
        ]
        out[e.pk] = [key for key in found if key]
    return out
