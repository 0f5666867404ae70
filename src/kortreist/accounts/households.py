"""Households by type and income: what each group's consumption emits, and who lives here.

The survey gives spending per household of each group; the multipliers turn it into emissions.
Where the number of households by type is known (table 06070), the residents' consumption is
that of the households that live here instead of the national mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kortreist import facts
from kortreist.connectors.fetch import FetchedTable
from kortreist.errors import InputError
from kortreist.facts import Facts
from kortreist.i18n import in_languages

__all__ = ["HouseholdGroup", "household_groups", "mix_from", "relative_spending"]


@dataclass(frozen=True, slots=True)
class HouseholdGroup:
    """Emissions from the consumption of one household of a group, national mean.

    Parameters
    ----------
    id : str
        ``type_1`` … ``type_6``, ``income_1`` … ``income_4``.
    kind : {"type", "income"}
    name : dict
        Language → name.
    kg_per_household : float
        kg CO2e a year, indirect, from the COICOP groups in ``by_group``.
    by_group : dict
        COICOP group → kg CO2e; groups the survey suppressed for these households are absent.
    households : float or None
        How many live in the place; ``None`` when it is not known.
    """

    id: str
    kind: str
    name: dict[str, str]
    kg_per_household: float
    by_group: dict[str, float]
    households: float | None = None


def household_groups(mix: Mapping[str, float] | None = None) -> tuple[HouseholdGroup, ...]:
    """Return every household group of the survey with its emissions.

    Parameters
    ----------
    mix : mapping of str to float, optional
        Group id → households in the place.
    """
    store = facts.load()
    kg = {r["code"]: r["kg_per_nok"] for r in store.table("coicop_multipliers")}
    spent: dict[str, dict[str, float]] = {}
    for r in store.table("coicop_by_household"):
        if r["nok_per_household"] is not None:
            spent.setdefault(r["household"], {})[r["code"]] = r["nok_per_household"] * kg[r["code"]]
    return tuple(
        HouseholdGroup(
            id=r["id"],
            kind=r["kind"],
            name=in_languages(r, "name_"),
            kg_per_household=math.fsum(spent[r["id"]].values()),
            by_group=spent[r["id"]],
            households=None if mix is None else mix.get(r["id"]),
        )
        for r in store.table("household_groups")
    )


def mix_from(table: FetchedTable) -> dict[str, float] | None:
    """Return households by type from a fetched table 06070, of its newest complete year.

    ``None`` when a type is missing in every year: a part would look like the whole.

    Parameters
    ----------
    table : FetchedTable
    """
    store = facts.load()
    of_code = {
        code: r["id"]
        for r in store.table("household_groups")
        for code in (r["codes"] or "").split(";")
        if code
    }
    years: dict[str, dict[str, float]] = {}
    for row in table.rows:
        code = next((v for v in row.codes.values() if v in of_code), None)
        if code is not None and row.value is not None:
            years.setdefault(row.codes.get("Tid", ""), {})[code] = row.value
    for year in sorted(years, reverse=True):
        counts = years[year]
        if not set(of_code) - {"000"} <= set(counts):
            continue
        mix: dict[str, float] = {}
        for code, count in counts.items():
            mix[of_code[code]] = mix.get(of_code[code], 0.0) + count
        return mix if sum(mix.values()) > 0 else None
    return None


def relative_spending(mix: Mapping[str, float]) -> dict[str, float]:
    """Return COICOP group → spending of a mean household here relative to the country's.

    The country's own mix of the same kind of groups stands below the fraction line, so that
    what the survey and the register count differently falls out. A group the survey has
    suppressed for one of the household groups is 1: the national mean stands.

    Parameters
    ----------
    mix : mapping of str to float
        Household group → households; all of one kind (types, or income quarters).

    Raises
    ------
    InputError
        Unknown groups, groups of two kinds, negative or no households.
    """
    store = facts.load()
    groups = {r["id"]: r for r in store.table("household_groups")}
    unknown = sorted(set(mix) - set(groups))
    if unknown:
        raise InputError(
            "accounts.unknown_household", group=", ".join(unknown), known=", ".join(groups)
        )
    kinds = {groups[g]["kind"] for g in mix}
    total = math.fsum(mix.values())
    if len(kinds) != 1 or total <= 0 or min(mix.values()) < 0:
        raise InputError("accounts.household_mix", groups=", ".join(sorted(mix)))
    kind = kinds.pop()
    national = {g: r["share"] for g, r in groups.items() if r["kind"] == kind}
    return {
        code: _relative(spent, {g: n / total for g, n in mix.items()}, national)
        for code, spent in _spending(store).items()
    }


def _relative(
    spent: Mapping[str, float | None], here: Mapping[str, float], national: Mapping[str, float]
) -> float:
    amounts: dict[str, float] = {}
    for group in national:
        value = spent.get(group)
        if value is None:
            return 1.0
        amounts[group] = value
    below = math.fsum(national[g] * amounts[g] for g in national) / math.fsum(national.values())
    above = math.fsum(here.get(g, 0.0) * amounts[g] for g in national)
    return above / below if below else 1.0


def _spending(store: Facts) -> dict[str, dict[str, float | None]]:
    out: dict[str, dict[str, float | None]] = {}
    for r in store.table("coicop_by_household"):
        out.setdefault(r["code"], {})[r["household"]] = r["nok_per_household"]
    return out
