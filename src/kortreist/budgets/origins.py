"""Origins of the figures a climate budget computes, so that each can be traced."""

from __future__ import annotations

from collections.abc import Iterable

from kortreist import facts
from kortreist.accounts import Account
from kortreist.budgets.target import RegisteredTarget, Target
from kortreist.i18n import Translator
from kortreist.measures import Measure
from kortreist.provenance import Mark, Origin

__all__ = ["FORMULAS", "formula_origins", "measure_origins", "registered_origins"]

#: Formula ids → the origins they build on; their texts are in ``locale/budgets.toml``.
FORMULAS: dict[str, tuple[str, ...]] = {
    "reference": (),
    "frame": ("formula/reference",),
    "baseline": ("formula/futures",),
    "futures": (),
    "pathway": ("formula/baseline", "formula/effect"),
    "effect": ("formula/futures",),
    "cost": ("formula/effect",),
    "probability": ("formula/pathway", "formula/frame"),
    "gap": ("formula/pathway", "formula/frame"),
    "own_target": (),
    "own_limit": (),
    "share": (),
    "count": (),
    "known": ("facts/known_changes",),
    "projection": ("formula/futures",),
}


#: Tables the futures are drawn from.
_FUTURES = (
    "drivers",
    "driver_correlations",
    "enabling_conditions",
    "source_drivers",
    "adopted_policy",
    "known_changes",
    "interval_widths",
)
#: Tables the national check is read from.
_PROJECTION = ("projections", "national_groups")


def formula_origins(
    account: Account, target: Target, size: int, seed: int, works: Iterable[str]
) -> dict[str, Origin]:
    """Return one origin a formula; titles and rules in English, texts by key elsewhere.

    Parameters
    ----------
    account : Account
    target : Target
    size, seed : int
        Of the futures.
    works : iterable of str
        Ids of the origins that the measures' own figures come from.
    """
    t = Translator("en")
    store = facts.load()
    vintage = tuple(i for i, o in account.origins.items() if o.kind == "import")
    drawn = tuple(f"facts/{table}" for table in _FUTURES)
    tables = (*_FUTURES, *_PROJECTION)
    out = {f"facts/{table}": store.origin(table, {}, f"facts/{table}") for table in tables}
    checked = tuple(f"facts/{table}" for table in _PROJECTION)
    more = {"futures": drawn, "projection": checked, "effect": tuple(works), "cost": tuple(works)}
    for name, inputs in FORMULAS.items():
        inputs = (*inputs, *more.get(name, ()))
        extra = vintage if name in ("reference", "baseline", "share") else ()
        if name in ("frame", "reference"):
            extra = (*extra, target.origin)
        out[f"formula/{name}"] = Origin(
            id=f"formula/{name}",
            kind="formula",
            title=t(f"budgets.formula.{name}"),
            expression=t(f"budgets.rule.{name}", futures=size, seed=seed),
            inputs=(*inputs, *(e for e in extra if e != f"formula/{name}")),
            mark="computed",
        )
    return out


def registered_origins(registered: Iterable[RegisteredTarget]) -> dict[str, Origin]:
    """Return the origin of each registered target: a fact, or the municipality's resolution."""
    return {r.origin: _registered(r) for r in registered}


def _registered(r: RegisteredTarget) -> Origin:
    if r.adopted is None:
        store = facts.load()
        row = store.row("registered_targets", code=r.code, target_year=r.target_year)
        return store.origin("registered_targets", row, r.origin)
    a = r.adopted
    return Origin(
        id=r.origin,
        kind="fact",
        title=a.title,
        source=f"{r.name}: {a.body}, {a.case_number}",
        url=a.address,
        valid_from=a.decided_on.isoformat(),
        mark="invented" if a.invented else "registered",
    )


def _mark(work: str, figures: set[str]) -> Mark:
    """Return how far a work's figures are checked: none that is recalled is partly checked."""
    if work in ("judgement", "recalled"):
        return "judgement" if work == "judgement" else "recalled"
    return "recalled" if figures == {"recalled"} else "partly"


def measure_origins(measures: Iterable[Measure]) -> dict[str, Origin]:
    """Return one origin for each work that a measure's figures come from."""
    store, measures = facts.load(), tuple(measures)
    works = {m.source for m in measures}
    works.update(e.fraction.source for m in measures for e in m.effects if e.fraction)
    works.update(c.amount.source for m in measures for c in m.costs if c.amount)
    marks: dict[str, set[str]] = {}
    for m in measures:
        fractions = [e.fraction for e in m.effects if e.fraction]
        for figure in (*fractions, *(c.amount for c in m.costs if c.amount)):
            marks.setdefault(figure.source, set()).add(figure.mark)
    out: dict[str, Origin] = {}
    for work in sorted(works):
        row = store.source(work)
        out[f"source/{work}"] = Origin(
            id=f"source/{work}",
            kind="fact",
            title=row["title"],
            source=row["publisher"],
            url=row["url"] or "",
            licence=row["licence"],
            checked_on=str(row["accessed"]),
            mark=_mark(work, marks.get(work, set())),
        )
    return out
