"""``kortreist bind``: what the municipality is about to bind itself to, judged."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from kortreist import measures, places
from kortreist.bindings import JudgedBinding, bindings_list, read_bindings, verdict_key
from kortreist.budgets import judge_bindings_of
from kortreist.cli.tables import end_progress, print_json, progress_bar
from kortreist.documents.format.digits import nonzero_decimals
from kortreist.i18n import Translator

__all__ = ["run"]

#: Below this a sum is nothing in millions with two decimals.
_SHOWN_NOK = 5_000.0


def run(options: argparse.Namespace, t: Translator) -> int:
    """Judge the bindings of ``options.file``; returns the exit code."""
    place = places.find(options.place)
    known = {m.id for m in measures.library(options.measures)}
    entered = read_bindings(options.file, known)

    def progress(part: str) -> None:
        if t.has(f"cli.bind.part.{part}"):
            progress_bar(t(f"cli.bind.part.{part}"))

    try:
        judged = judge_bindings_of(
            place,
            entered,
            reduction=options.target,
            target_year=options.target_year,
            money_nok=options.budget,
            staff_fte=options.staff,
            as_of=options.as_of,
            futures_count=options.futures,
            seed=options.seed,
            overrides=options.measures,
            learning_year=options.learning_year,
            fixed=dict(options.fix),
            excluded=options.exclude,
            confirmed=options.nothing_otherwise,
            progress=progress,
        )
    finally:
        end_progress()
    if options.json:
        print_json(bindings_list(judged, t.language))
        return 0
    sys.stdout.write("\n".join(_lines(judged, t)) + "\n")
    return 0


def _lines(judged: Sequence[JudgedBinding], t: Translator) -> list[str]:
    """Return the answer as plain lines: duties first, then in the file's order."""
    out: list[str] = []
    # A duty comes first: the question is then which, not whether.
    for j in sorted(judged, key=lambda j: j.binding.needs_by is None):
        if j.verdict != "too_small":
            out += [*_one(j, t), ""]
    small = [j for j in judged if j.verdict == "too_small"]
    if small:
        tonnes = sum(r.central for j in small for a, r in j.committed.items() if a == "territorial")
        out.append(t("bindings.line.small", count=len(small), tonnes=t.number(tonnes)))
        out += [f"  {j.binding.name}" for j in small]
        if any("small_together" in j.notes for j in small):
            out.append("  " + t("bindings.note.small_together"))
        out.append("")
    unknown = sum(j.verdict == "unknown" for j in judged)
    if unknown:
        out.append(t("bindings.line.unknown", count=unknown))
    planned = next((j.portfolio for j in judged if j.portfolio is not None), None)
    if planned is not None:
        key = "together" if planned.together >= 0.0 else "together_less"
        more = t.number(abs(planned.together))
        out.append(t(f"bindings.line.{key}", tonnes=more, horizon=_horizon(judged)))
    out.append(t("bindings.line.advice"))
    return out


def _horizon(judged: Sequence[JudgedBinding]) -> int:
    return max(j.horizon for j in judged)


def _one(j: JudgedBinding, t: Translator) -> list[str]:
    b = j.binding

    def said(key: str, **values: object) -> str:
        return t(f"bindings.line.{key}", **values)

    if len(j.between) == 2:
        first, second = (t(f"bindings.verdict.{v}") for v in j.between)
        out = [said("between", name=b.name, first=first, second=second)]
    else:
        key = verdict_key(j.verdict, j.reason)
        out = [said("head", name=b.name, verdict=t(f"bindings.verdict.{key}"))]
    out.append("  " + t(f"bindings.reason.{j.reason}"))
    if b.needs_by is not None:
        out.append(said("duty", year=b.needs_by))
    if j.missing:
        out.append(said("missing", what="; ".join(t(f"bindings.missing.{m}") for m in j.missing)))
    out += _tonnes(j, t)
    if j.right is None:
        return out
    best = next(a for a in j.alternatives if a.id == j.best_alternative)
    share, low, high = (t.chance(s) for s in j.right)
    name = best.name or t("bindings.nothing_signed")
    key = "right_alike" if low == high else "right"
    out.append(said(key, share=share, low=low, high=high, best=name))
    if j.break_value is not None and j.break_value >= _SHOWN_NOK:
        out.append(said("break_clause", nok=_million(j.break_value, t)))
    if j.price_of_binding is not None and j.price_of_binding >= _SHOWN_NOK:
        out.append(said("leave", year=j.leave_from, nok=_million(j.price_of_binding, t)))
    if j.value_of_waiting is not None and abs(j.value_of_waiting) >= _SHOWN_NOK:
        key = "waiting" if j.value_of_waiting > 0 else "waiting_costs"
        out.append(said(key, year=j.wait_to, nok=_million(abs(j.value_of_waiting), t)))
    if j.verdict == "keep_open" and j.break_even is not None:
        out.append(said("signpost", nok=t.number(round(j.break_even, -1))))
    if j.decide_by is not None and not b.committed:
        key = "decide_by" if j.decide_by >= date.today().year else "decide_past"
        out.append(said(key, year=j.decide_by))
    return out + ["  " + t(f"bindings.note.{n}") for n in j.notes]


def _tonnes(j: JudgedBinding, t: Translator) -> list[str]:
    out = []
    territorial = j.committed.get("territorial")
    if territorial is not None and j.above_path is not None and j.share_of_frame is not None:
        out.append(
            t(
                "bindings.line.tonnes",
                tonnes=t.number(territorial.central),
                last=j.committed_to,
                above=t.number(j.above_path.central),
                share=t.percent(j.share_of_frame, 1),
                horizon=j.horizon,
            )
        )
    whole = j.whole_life.get("territorial")
    if whole is not None and j.committed_to != j.binding.last:
        kept = t.number(whole.central)
        out.append(t("bindings.line.whole_life", tonnes=kept, last=j.binding.last))
    for account in ("land", "consumption"):
        beside = j.committed.get(account)
        if beside is not None:
            out.append(t(f"bindings.line.{account}", tonnes=t.number(beside.central)))
    if j.not_made_good is not None:
        share = t.percent(min(max(j.not_made_good, 0.0), 1.0))
        out.append(t("bindings.line.not_made_good", share=share, horizon=j.horizon))
    return out


def _million(nok: float, t: Translator) -> str:
    return t.number(nok / 1e6, nonzero_decimals(nok / 1e6, 2))
