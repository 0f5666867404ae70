"""Judged bindings as plain values, for JSON: see ``bindings.schema.json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kortreist.bindings.judged import JudgedBinding
from kortreist.bindings.words import verdict_key
from kortreist.i18n import Translator
from kortreist.plans.interval import Range

__all__ = ["bindings_list"]


def bindings_list(judged: Sequence[JudgedBinding], language: str = "nb") -> list[dict[str, Any]]:
    """Return judged bindings as a list of plain values.

    Parameters
    ----------
    judged : sequence of JudgedBinding
    language : {"nb", "nn", "en"}
        Of the sentences.

    Returns
    -------
    list of dict
        Tonnes are t CO2e, money is NOK in the newest price level and present value, shares
        are 0–1; null is not known, never zero.
    """
    t = Translator(language)
    return [_one(j, t) for j in judged]


def _one(j: JudgedBinding, t: Translator) -> dict[str, Any]:
    b = j.binding
    territorial = j.committed.get("territorial")
    return {
        "id": b.id,
        "name": b.name,
        "kind": b.kind,
        "status": b.status,
        "verdict": j.verdict,
        "verdict_text": t(f"bindings.verdict.{verdict_key(j.verdict, j.reason)}"),
        "reason": j.reason,
        "reason_text": t(f"bindings.reason.{j.reason}"),
        "missing": list(j.missing),
        "stability": j.stability,
        "between": list(j.between),
        "committed_t": territorial.central if territorial else None,
        "committed_to": j.committed_to,
        "committed_by_account": {a: _range(r) for a, r in j.committed.items()},
        "committed_by_year": {str(y): _range(r) for y, r in j.by_year.items()},
        "whole_life_by_account": {a: _range(r) for a, r in j.whole_life.items()},
        "committed_net_t": j.committed_net,
        "above_path_t": j.above_path.central if j.above_path else None,
        "above_path_range": _range(j.above_path),
        "share_of_frame": j.share_of_frame,
        "reach_change_t": j.reach_change,
        "goals": [
            {"name": g.name, "tonnes": g.tonnes, "with": g.bound, "without": g.free}
            for g in j.goals
        ],
        "above_frame_t": _range(j.above_frame),
        "not_made_good": j.not_made_good,
        "cost_to_restore": j.cost_to_restore,
        "options_closed_t": j.options_closed,
        "price_of_binding": j.price_of_binding,
        "price_of_binding_t": j.price_of_binding_t,
        "break_value": j.break_value,
        "value_of_waiting": j.value_of_waiting,
        "decide_by": j.decide_by,
        "wait_to": j.wait_to,
        "leave_from": j.leave_from,
        "needs_by": b.needs_by,
        "best_alternative": j.best_alternative,
        "right_in": None
        if j.right is None
        else {"share": j.right[0], "low": j.right[1], "high": j.right[2]},
        "right_in_by_price": dict(j.right_by_price),
        "loss_of_signing": j.signing,
        "loss_of_not_signing": j.not_signing,
        "break_even_nok_per_t": j.break_even,
        "alternatives": [
            {
                "id": a.id,
                "name": a.name or t("bindings.nothing_signed"),
                "zero": a.zero,
                "right_in": a.right,
                "loss_nok": a.loss_nok,
                "money_nok": a.money_nok,
                "tonnes": a.tonnes,
                "above_frame_t": a.above_frame_t,
                "dominated": a.dominated,
                "breaks_duty": a.breaks_duty,
            }
            for a in j.alternatives
        ],
        "among_all": None
        if j.portfolio is None
        else {
            "together_t": j.portfolio.together,
            "alone_t": j.portfolio.alone,
            "left_out_t": j.portfolio.left_out,
            "share_t": j.portfolio.share,
            "orders": j.portfolio.orders,
        },
        "notes": [{"key": n, "text": t(f"bindings.note.{n}")} for n in j.notes],
    }


def _range(r: Range | None) -> dict[str, float] | None:
    return None if r is None else {"low": r.low, "central": r.central, "high": r.high}
