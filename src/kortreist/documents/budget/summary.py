"""The first page: what a council member needs when there is time for one page only."""

from __future__ import annotations

from kortreist.documents.budget.cost import CostPart
from kortreist.documents.budget.low_chance import low_chance_said
from kortreist.documents.budget.years import frame_figure, left_figure, target_figure
from kortreist.documents.format.blocks import Block, Inlines, KeyFigure, KeyFigures, Note
from kortreist.documents.format.names import Names
from kortreist.documents.plan.writer import PlanWriter
from kortreist.facts.low_chance import gap_of, low_chance, what_would_change

__all__ = ["cost_figure", "summary"]


def summary(w: PlanWriter, costs: CostPart) -> tuple[Block, ...]:
    """Return the blocks of the summary.

    Parameters
    ----------
    costs : CostPart
        Knows the costs by bearer.
    """
    b, last = w.budget, w.budget.plan_years[-1]
    gap, cut = w.own("gap"), w.own("cut")
    frame, base, path = b.frame[last], b.baseline[last], b.pathway[last]
    need, given, left = (base.central - frame, base.central - path.central, path.central - frame)
    chance = b.probability_under_frame.get(last)
    items = [
        target_figure(w, (w.target(b.target),), b.target.reference_year, b.target.target_year),
        frame_figure(w, last, frame, base.central),
        KeyFigure(
            w.text("summary.plan", year=w.year(last)),
            w.tonnes(given, cut),
            (
                *w.text("summary.plan_note", need=w.tonnes(max(need, 0.0), gap)),
                *_without_cut(w, last),
            ),
        ),
        left_figure(w, last, left, gap, _without_left(w, last)),
        KeyFigure(
            w.text("summary.chance", year=w.year(last)),
            w.chance(chance, "formula/probability"),
            (
                *w.text("summary.chance_note", futures=w.number(b.futures, "formula/probability")),
                *_without_chance(w, last),
            ),
            "warning" if chance is not None and chance < 0.5 else "good",
        ),
        cost_figure(w, costs),
    ]
    blocks: list[Block] = [
        KeyFigures(tuple(items)),
        w.paragraph(_verdict(w)),
        *_low_chance(w),
        w.heading("summary.decide"),
        w.bullets(_decisions(w, costs), ordered=True),
    ]
    names = Names(w.language)
    for key in b.warnings:
        if key.endswith("warning.frame_missed"):
            continue  # the verdict above says so, and in which years
        blocks.append(w.note((w.name(names.warning(key)),), tone="warning"))
    return tuple(blocks)


def _low_chance(w: PlanWriter) -> tuple[Note, ...]:
    """Return what must be said of a frame that will hardly be kept; nothing of another."""
    b, stair = w.budget, w.outcome.stair
    low = low_chance({y: b.probability_under_frame.get(y) for y in b.plan_years})
    if low is None:
        return ()
    layers: dict[str, tuple[float, float]] = {}
    if stair is not None:
        layers = {s.layer: (s.central, s.in_plan) for s in stair.steps}
    gains = [(g.limit, g.tonnes, g.binds) for g in w.outcome.limit_gains]
    year = stair.year if stair else None
    held = b.kept_open.tonnes.get(year, 0.0) if year else 0.0
    changes = what_would_change(layers, year, gains, held)
    ref = w.own("stair") if len(changes) > 1 else "formula/probability"
    return (
        w.note(low_chance_said(w, low, changes, ref, gap_of(layers, year, held)), tone="warning"),
    )


def _without_cut(w: PlanWriter, year: int) -> Inlines:
    """Return the cut without what is kept open; empty where nothing is."""
    b = w.budget
    if b.without_open is None:
        return ()
    given = b.baseline[year].central - b.without_open.pathway[year].central
    return (". ", *w.text("summary.without_cut", tonnes=w.tonnes(given, w.own("cut"))))


def _without_left(w: PlanWriter, year: int) -> Inlines:
    """Return what is over the frame without what is kept open; empty where nothing is."""
    without = w.budget.without_open
    if without is None:
        return ()
    over = without.pathway[year].central - w.budget.frame[year]
    key = "left" if over > 0 else "spare"
    return (". ", *w.text(f"summary.without_{key}", tonnes=w.tonnes(abs(over), w.own("gap"))))


def _without_chance(w: PlanWriter, year: int) -> Inlines:
    """Return the chance without what is kept open; empty where nothing is."""
    without = w.budget.without_open
    if without is None:
        return ()
    chance = w.chance(without.probability.get(year), "formula/probability")
    return (". ", *w.text("summary.without_chance", chance=chance))


def cost_figure(w: PlanWriter, costs: CostPart, *, brief: bool = False) -> KeyFigure:
    """Return the municipality's own cost, net with its range.

    Parameters
    ----------
    costs : CostPart
    brief : bool
        Without what it is made of.
    """
    ref, count = w.own("cost_sum"), w.own("count")
    by_year = costs.net_in("municipality")
    nothing = not any(m.cost.get("municipality") for m in w.budget.measures) or not any(
        abs(nok) for m in w.budget.measures for nok in m.cost.get("municipality", {}).values()
    )
    net, missing = sum(by_year.values()), costs.missing_for("municipality")
    year, maximum = max(by_year.items(), key=lambda pair: pair[1])
    notes: list[Inlines] = []
    if nothing:
        notes.append(w.text("summary.cost_nothing"))
    else:
        paid = w.budget.paid("municipality")
        ends = (paid.low, paid.high) if net >= 0.0 else (-paid.high, -paid.low)
        notes.append(
            w.text(
                "summary.cost_range",
                low=w.money(ends[0], ref),
                high=w.money(ends[1], ref),
                price_year=w.year(w.budget.price_year),
            )
        )
        if not brief:
            notes.append(w.text("summary.cost_parts", parts=costs.net()))
    if maximum > 0 and not brief:
        notes.append(w.text("summary.cost_most", year=w.year(year), maximum=w.money(maximum, ref)))
    proposed = w.budget.paid("municipality", proposed=True).total
    if abs(proposed - net) >= 1.0:
        other = proposed if net >= 0.0 else -proposed
        notes.append(w.text("summary.without_cost", money=w.money(other, ref)))
    if missing:
        notes.append(w.text("summary.cost_unknown", count=w.number(missing, count)))
    if w.budget.unquantified:
        notes.append(_offered(w, "summary.offered", costs))
    none_known = nothing and missing
    return KeyFigure(
        w.text("summary.saving" if net < 0 else "summary.cost", period=costs.period()),
        (w.unknown(),) if none_known else w.money(abs(net), ref),
        w.join(notes, " "),
        "warning" if missing else "plain",
    )


def _offered(w: PlanWriter, key: str, costs: CostPart) -> Inlines:
    """Return what own staff is known of what is offered beside the plan; nothing else is known."""
    o = w.budget.offered
    ref, count = w.own("offered"), w.number(o.count, w.own("count"))
    if o.staff_in_plan < 1.0:
        return w.text(f"{key}_unknown", count=count)
    pay, posts = w.money(o.staff_in_plan, ref), w.number(o.posts, ref, 1)
    return w.text(key, count=count, pay=pay, posts=posts, period=costs.period())


def _verdict(w: PlanWriter) -> Inlines:
    """Return in words whether the plan keeps within the frame."""
    b, count = w.budget, w.own("count")
    over = [y for y in b.plan_years if b.pathway[y].central > b.frame[y]]
    measures = w.number(len(b.measures), count)
    if not over:
        return w.text("summary.within", count=measures)
    years = w.listed([(w.year(y),) for y in over])
    return w.text("summary.beyond", count=measures, years=years)


def _cannot_wait(w: PlanWriter, costs: CostPart) -> tuple[Inlines, ...]:
    """Return what is done now or refused, with what it would give and cost; empty without."""
    b, found = w.budget, w.outcome.decide_now
    if not found:
        return ()
    last = b.plan_years[-1]
    text = w.text(
        "decide.decide_now",
        count=w.number(len(found.measures), w.own("count")),
        names=w.words.listed(found.measures),
        first=w.year(b.plan_years[0]),
        tonnes=w.tonnes(found.tonnes[last], w.own("cut")),
        year=w.year(last),
        money=w.money(sum(found.nok[y] for y in b.plan_years), w.own("cost_sum")),
        period=costs.period(),
    )
    return (text,)


def _decisions(w: PlanWriter, costs: CostPart) -> tuple[Inlines, ...]:
    b, count = w.budget, w.own("count")
    first, last = b.plan_years[0], b.plan_years[-1]
    out: list[Inlines] = [
        w.text(
            "decide.frame",
            cut=w.target(b.target),
            reference=w.year(b.target.reference_year),
            target=w.year(b.target.target_year),
        )
    ]
    held = frozenset(b.kept_open.measures)
    starting = sum(m.start_year <= first and m.measure.id not in held for m in b.measures)
    if starting:
        out.append(w.text("decide.start", count=w.number(starting, count), year=w.year(first)))
    out += _cannot_wait(w, costs)
    mine = costs.net_in("municipality")[first]
    if mine > 0:
        out.append(
            w.text(
                "decide.money",
                money=w.money(mine, w.own("cost_sum")),
                parts=costs.made_of((first,)),
                year=w.year(first),
            )
        )
    if costs.any_missing():
        unknown = sum(bool(m.cost_missing) for m in b.measures)
        out.append(w.text("decide.missing", count=w.number(unknown, count)))
    if held:
        out.append(
            w.text(
                "decide.kept_open",
                count=w.number(len(held), count),
                tonnes=w.tonnes(b.kept_open.tonnes[last], w.own("cut")),
                year=w.year(last),
            )
        )
    if b.pathway[last].central > b.frame[last]:
        out.append(w.text("decide.more"))
    if b.unquantified:
        out.append(_offered(w, "decide.offered", costs))
    if b.state_must:
        out.append(w.text("decide.state", count=w.number(len(b.state_must), count)))
    return tuple(out)
