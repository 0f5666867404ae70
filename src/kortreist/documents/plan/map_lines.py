"""What the pathway map says, line by line: the same in documents and on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kortreist.documents.plan.room import bounded

__all__ = ["Line", "Stop", "stops"]

#: A text key under ``documents.map``, and its values: what kind of value each is, and it.
Line = tuple[str, dict[str, tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the map, from the top.

    Parameters
    ----------
    kind : {"now", "branch", "end"}
    year : int
        By the end of which it is decided, or that it is about.
    head : Line
        What is done, what is asked, or where it ends.
    ways : tuple of (str, Line, Line)
        ``yes`` and ``no``: what is then done, and in how many futures it is so.
    after : tuple of Line
        What happens if nothing is decided, and if the sign comes later.
    measures : sequence of mappings
        What ``head`` counts: measure, name and start year.
    """

    kind: Literal["now", "branch", "end"]
    year: int
    head: Line
    ways: tuple[tuple[str, Line, Line], ...] = ()
    after: tuple[Line, ...] = ()
    measures: Sequence[Mapping[str, Any]] = ()


def stops(found: Mapping[str, Any]) -> tuple[Stop, ...]:
    """Return the stops of a map.

    Parameters
    ----------
    found : mapping
        ``pathway_map`` of ``plan.json``.

    Returns
    -------
    tuple of Stop
        Values are ``t`` (tonnes), ``year``, ``share`` (a chance), ``part`` (per cent), ``n``
        (a count), ``starts`` (measures with start years) and ``sign`` (name of what is watched).
    """
    goal, learning = found["year"], found["learning_year"]
    out: list[Stop] = []
    for kind, year in (("now", learning - 1), ("anyway", learning)):
        some = found[kind]
        head: Line = (
            kind if some else f"{kind}_none",
            {"year": ("year", year), "n": ("n", len(some))},
        )
        out.append(Stop("now", year, head, measures=some))
    out += [_branch(b, goal) for b in found["branches"]]
    if not found["branches"]:
        out.append(Stop("now", learning, ("none", {"n": ("n", found["signs"])})))
    return (*out, _end(found))


def _branch(b: Mapping[str, Any], goal: int) -> Stop:
    post, yes, no = b["sign"], b["yes"], b["no"]
    what = ("sign", (post["kind"], post["key"], post["name"]))
    asked: dict[str, tuple[str, Any]] = {"what": what, "year": ("year", post["year"])}
    if post["kind"] == "condition":
        # Adopted in the one year, in force from the next.
        asked["year"] = ("year", post["year"] + 1)
    else:
        asked["part"] = ("part", post["threshold"])
    question = f"question_{post['kind']}_{post['direction']}"
    after = [_undecided(b, goal)]
    if b["until"] is not None:
        after.append(("late", {"year": ("year", b["until"])}))
    ways = tuple(
        (
            name,
            ("start", {"starts": ("starts", way["starts"])}) if way["starts"] else ("leave", {}),
            ("share", {"share": ("share", way["share"]["central"])}),
        )
        for name, way in (("yes", yes), ("no", no))
    )
    return Stop("branch", b["year"], (question, asked), ways, tuple(after))


def _undecided(b: Mapping[str, Any], goal: int) -> Line:
    """Return what is lost where nothing is decided."""
    yes, no = (bounded(b[side]["cut_t"], "t")["n"] for side in ("yes", "no"))
    values = {"by": ("year", b["year"]), "year": ("year", goal)}
    if no[1] < 0.5:
        return "undecided", {**values, "n": yes}
    if yes[1] < 0.5:
        return "undecided_no", {**values, "n": no}
    return "undecided_both", {**values, "n": yes, "other": no}


def _end(found: Mapping[str, Any]) -> Stop:
    goal, last = found["year"], found["learning_year"] - 1
    follow, none = found["followed"], found["nothing"]
    after: list[Line] = [
        (
            "end_nothing",
            {"year": ("year", last), "n": bounded(none["reach_t"], "t")["n"]},
        )
    ]
    target = ("t", found["target_t"])
    if found["out_of_reach"]:
        share = ("share", follow["target"]["central"])
        after.append(("out_of_reach", {"n": target, "share": share}))
    else:
        shares = {
            "share": ("share", follow["target"]["central"]),
            "other": ("share", none["target"]["central"]),
        }
        after.append(("chance", {"n": target, **shares}))
    head = ("end", {"year": ("year", goal), **bounded(follow["reach_t"], "t")})
    return Stop("end", goal, head, (), tuple(after))
