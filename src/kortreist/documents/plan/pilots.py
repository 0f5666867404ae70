"""What to try small before the whole is decided, and what that is worth."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import Pilot

__all__ = ["pilots"]

_THOUSAND = 1000.0


def pilots(w: PlanWriter) -> tuple[Block, ...]:
    """Return the trials that may pay with what each shows, costs and is worth; else nothing."""
    found = [(v.measure, v.pilot) for v in w.outcome.verdicts if v.pilot is not None]
    worth = sorted(((m, p) for m, p in found if p.advice != "no"), key=lambda one: -_net(one[1]))
    if not worth:
        return ()
    ref = w.own("pilot")

    def thousands(nok: float) -> Cell:
        return w.cell(w.number(nok / _THOUSAND, ref))

    rows = [
        w.row(
            w.words.measure(m),
            w.t(f"plans.pilot.learns.{p.learns}"),
            w.percent(p.size, ref),
            thousands(p.cost),
            w.cell(
                w.number(p.value / _THOUSAND, ref),
                w.text(
                    "pilots.range",
                    low=w.number(p.low / _THOUSAND, ref),
                    high=w.number(p.high / _THOUSAND, ref),
                ),
            ),
            w.cell(
                w.t(f"plans.pilot.advice.{p.advice}"),
                w.text("pilots.dear") if p.cost > p.value else (),
            ),
        )
        for m, p in worth
    ]
    rest = len(found) - len(worth)
    # What costs more than knowing is worth to one pays only for many: no table says otherwise.
    dear = [p for _, p in worth if p.cost > p.value]
    which = "some" if dear and len(dear) < len(worth) else "shared" if dear else "pays"
    return (
        w.heading("pilots.heading"),
        w.paragraph("pilots.intro", year=w.year(worth[0][1].decide_after)),
        w.table(
            "pilots",
            w.text(f"pilots.caption_{which}", unit=w.kroner("thousand")),
            [
                w.text_column("measures.measure", 2.2),
                w.text_column("pilots.shows", 1.6),
                w.column("pilots.size"),
                w.column("pilots.cost"),
                w.column("pilots.worth"),
                w.text_column("pilots.advice", 1.4),
            ],
            rows,
            [w.text("pilots.rest", count=w.number(rest, ref))] if rest else [],
        ),
    )


def _net(pilot: Pilot) -> float:
    return pilot.value - pilot.cost
