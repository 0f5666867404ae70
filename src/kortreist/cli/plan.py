"""``kortreist plan``: a draft climate budget as HTML, PDF, Word and JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kortreist import places
from kortreist.cli.tables import end_progress, print_json, progress_bar
from kortreist.errors import InputError
from kortreist.i18n import Translator
from kortreist.places import Place

if TYPE_CHECKING:
    from kortreist.documents.format.word.template import WordTemplate

__all__ = ["run"]


def run(options: argparse.Namespace, t: Translator) -> int:
    """Compute and write the plan of ``options.place``; returns the exit code."""
    place = places.find(options.place)
    template = _template(options.word_template)
    asked = {
        "boundary": options.boundary,
        "reduction": options.target,
        "target_year": options.target_year,
        "reference_year": options.reference_year,
        "money_nok": options.budget,
        "staff_fte": options.staff,
        "as_of": options.as_of,
        "futures_count": options.futures,
        "seed": options.seed,
        "overrides": options.measures,
        "learning_year": options.learning_year,
        "fixed": dict(options.fix),
        "excluded": options.exclude,
        "without": options.without,
        "counts": dict(options.count),
        "answers": dict(options.answer),
        "dearest": options.dearest,
        "known_changes": options.known_changes,
        "time_limit": options.time_limit,
        "frame_start": options.frame_start,
    }
    if place.kind == "county":
        return _county(place, asked, template, options, t)
    from kortreist.budgets import climate_budget

    def progress(part: str) -> None:
        if part == "futures":  # figures and files are read, and hold
            _say(t("cli.plan.computing", place=place.name, futures=t.number(options.futures)))
        elif t.has(f"cli.plan.part.{part}"):
            progress_bar(t(f"cli.plan.part.{part}"))

    try:
        budget = climate_budget(place, **asked, progress=progress)
    finally:
        end_progress()
    if options.json:
        from kortreist.documents import plan_json

        sys.stdout.write(plan_json(budget, t.language))
        if options.out is None:
            return 0
    _say(t("cli.plan.writing"))
    from kortreist.documents import write_all

    out = options.out or Path("out") / place.number
    files = write_all(budget, out, t.language, template)
    if options.json:
        return 0
    first, last = budget.plan_years[0], budget.plan_years[-1]
    low, high = t.interval(budget.pathway[last].low, budget.pathway[last].high)
    print(
        t(
            "cli.plan.summary",
            place=place.name,
            reduction=t.goal(budget.target.reduction, budget.target.reduction_high),
            target_year=budget.target.target_year,
            reference_year=budget.target.reference_year,
            first=first,
            last=last,
            frame=t.number(budget.frame[last]),
            pathway=t.number(budget.pathway[last].central),
            low=low,
            high=high,
            probability=t.chance(budget.probability_under_frame[last]),
            measures=len(budget.measures),
        )
    )
    paid = budget.paid("municipality")
    net, minimum, maximum = (t.number(n / 1e6, 1) for n in (paid.total, paid.low, paid.high))
    print(t("cli.plan.cost", first=first, last=last, net=net, low=minimum, high=maximum))
    held, without = budget.kept_open, budget.without_open
    if without is not None:
        print(
            t(
                "cli.plan.kept_open",
                tonnes=t.number(held.tonnes[last]),
                count=len(held.measures),
                last=last,
                pathway=t.number(without.pathway[last].central),
                probability=t.chance(without.probability[last]),
                net=t.number(budget.paid("municipality", proposed=True).total / 1e6, 1),
            )
        )
    if budget.outcome.decide_now:
        print(t("cli.plan.decide_now", count=len(budget.outcome.decide_now.measures)))
    print(t("cli.plan.open", file=files["plan.html"].resolve()))
    print(t("cli.plan.others", files=", ".join(sorted(n for n in files if n != "plan.html"))))
    return 0


def _template(file: Path | None) -> WordTemplate | None:
    """Return the Word template of a file, or say before anything is computed why it cannot be."""
    if file is None:
        return None
    from kortreist.documents.format.word.template import read_template

    try:
        content = file.read_bytes()
    except OSError as error:
        key = "is_folder" if file.is_dir() else "no_file"
        raise InputError(f"import.{key}", file=str(file)) from error
    return read_template(file.name, content)


def _county(
    place: Place,
    asked: dict[str, Any],
    template: WordTemplate | None,
    options: argparse.Namespace,
    t: Translator,
) -> int:
    """Compute and write the sum of the plans of a county's municipalities."""
    from kortreist.budgets import county_plan
    from kortreist.documents import county_dict, write_county

    def progress(done: int, total: int, name: str) -> None:
        _say(t("cli.plan.member", done=done + 1, total=total, name=name))

    plan = county_plan(place, progress=progress, **asked)
    if options.json:
        print_json(county_dict(plan, t.language))
        if options.out is None:
            return 0
    _say(t("cli.plan.writing"))
    files = write_county(plan, options.out or Path("out") / place.number, t.language, template)
    if options.json:
        return 0
    last = plan.plan_years[-1]
    print(
        t(
            "cli.plan.county",
            place=place.name,
            members=len(plan.members),
            last=last,
            frame=t.number(plan.frame[last]),
            pathway=t.number(plan.pathway[last].central),
            low=t.number(plan.pathway[last].low),
            high=t.number(plan.pathway[last].high),
            probability=t.chance(plan.probability_under_frame[last]),
        )
    )
    if plan.partial:
        print(t("documents.county.partial", lacking=", ".join(plan.lacking)))
    print(t("cli.plan.open", file=files["plan.html"].resolve()))
    print(t("cli.plan.others", files=", ".join(sorted(n for n in files if n != "plan.html"))))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
