"""Totals of an account: what stands in two of them, shared spread, and where each comes from."""

from __future__ import annotations

import math

from kortreist.accounts.ledger import Account, Source, weighted_sum
from kortreist.facts import load
from kortreist.provenance import Origin
from kortreist.units import Boundary, Quantity

__all__ = [
    "UNKNOWN_GWP",
    "direct_in_consumption",
    "gwp_comparison",
    "gwp_notes",
    "overlap_of",
    "total_origins",
    "widen",
]

#: What stands for a set of GWP-100 weights nobody has told us.
UNKNOWN_GWP = "unknown"


def direct_in_consumption(account: Account) -> float:
    """Return what stands in the consumption total and is emitted by residents themselves.

    The indirect sources and this are the consumption total: a table of what is bought sums to
    less than the total by just so much.

    Returns
    -------
    float
        t CO2e of direct sources; 0 where there is no consumption total.
    """
    if "consumption" not in account.totals:
        return 0.0
    direct = [s for s in account.sources if s.scope == "direct"]
    return math.fsum(s.weight("consumption") * s.value for s in direct)


def overlap_of(sources: tuple[Source, ...]) -> Quantity:
    """Sum what stands both among the direct sources and in consumption."""

    def shared(s: Source) -> float:
        return 0.0 if s.memo else s.inside if s.scope == "indirect" else float(s.final_demand)

    return weighted_sum(((s, shared(s)) for s in sources), "combined", UNKNOWN_GWP)


def gwp_notes(gwp: str) -> tuple[str, ...]:
    """Return the notes on the weights of an inventory: unknown, or not those used today."""
    newest = load().table("inventory_gwp")[-1]["set"]
    if gwp == UNKNOWN_GWP:
        return ("accounts.note.gwp_unknown",)
    return () if gwp == newest else ("accounts.note.gwp_older",)


def gwp_comparison(first: str, second: str) -> str:
    """Return the text key that says part of a difference is the weights; empty where none is.

    Examples
    --------
    >>> gwp_comparison("AR5", "AR5"), gwp_comparison("AR4", "AR5")
    ('', 'accounts.compare.gwp_differ')
    """
    if UNKNOWN_GWP in (first, second):
        return "accounts.compare.gwp_unsure"
    return "" if first == second else "accounts.compare.gwp_differ"


def widen(q: Quantity, down: float, up: float) -> Quantity:
    """Add an independent spread to a quantity."""
    return Quantity(
        q.value,
        q.value - math.hypot(q.value - q.low, down),
        q.value + math.hypot(q.high - q.value, up),
        q.boundary,
        q.unit,
        q.gwp,
    )


_RULES = {
    "territorial": "Σ direct",
    "consumption": "Σ indirect + Σ direct of residents' own final use",
    "combined": "Σ direct + Σ indirect × (1 − share emitted inside the border)"
    " = territorial + consumption − overlap",
    "overlap": "Σ direct of residents' own final use + Σ indirect × share emitted inside",
}


def total_origins(
    totals: dict[Boundary, Quantity], overlap: Quantity | None, sources: tuple[Source, ...]
) -> dict[str, Origin]:
    """Return an origin for each total: its rule, and the origins of the sources in it."""
    names = [*totals, *(["overlap"] if overlap is not None else [])]
    out = {}
    for name in names:
        used = [
            s.origin
            for s in sources
            if (name == "overlap" and (s.inside > 0 or (s.scope == "direct" and s.final_demand)))
            or (name in totals and s.weight(name) > 0)
        ]
        out[f"total/{name}"] = Origin(
            id=f"total/{name}",
            kind="formula",
            title=f"Total: {name}",
            expression=_RULES[name],
            inputs=tuple(dict.fromkeys(used)),
            mark="computed",
        )
    return out
