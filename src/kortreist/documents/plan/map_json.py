"""The pathway map as plain values for ``plan.json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kortreist.documents.plan.labels import OutcomeWords
from kortreist.plans.branches import Branch, PathwayMap, Start, Way

__all__ = ["map_fields"]


def map_fields(found: PathwayMap | None, words: OutcomeWords) -> dict[str, Any] | None:
    """Return the map's fields; None where it was not computed."""
    if found is None:
        return None
    return {
        "year": found.year,
        "learning_year": found.learning_year,
        "target_t": found.target_t,
        "out_of_reach": found.out_of_reach,
        "now": _starts(found.now, words),
        "anyway": _starts(found.anyway, words),
        "branches": [_branch(b, words) for b in found.branches],
        "unsorted": [{"measure": m, "name": words.measure_text(m)} for m in found.unsorted],
        "signs": found.signs,
        "undecided": _way(found.undecided, words),
        "followed": _way(found.followed, words),
    }


def _branch(b: Branch, words: OutcomeWords) -> dict[str, Any]:
    post = b.sign
    name = (
        words.measure_text(post.key) if post.kind == "cost" else words.factor(post.kind, post.key)
    )
    return {
        "year": b.year,
        "sign": {
            "kind": post.kind,
            "key": post.key,
            "name": name,
            "direction": post.direction,
            "threshold": post.threshold,
            "year": post.year,
        },
        "yes": _way(b.yes, words),
        "no": _way(b.no, words),
        "gain_nok": asdict(b.gain_nok),
        "stability": b.stability,
        "until": b.until,
    }


def _way(way: Way, words: OutcomeWords) -> dict[str, Any]:
    return {
        "share": asdict(way.share),
        "starts": _starts(way.starts, words),
        "reach_t": asdict(way.reach_t),
        "cut_t": asdict(way.cut_t),
        "cost_nok": way.cost_nok,
        "own_nok": way.own_nok,
        "target": asdict(way.target),
        "frame": asdict(way.frame),
    }


def _starts(starts: tuple[Start, ...], words: OutcomeWords) -> list[dict[str, Any]]:
    return [{"measure": m, "name": words.measure_text(m), "year": year} for m, year in starts]
