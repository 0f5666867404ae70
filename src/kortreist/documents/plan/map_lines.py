"""What the pathway map says, line by line: the same in documents and on the site."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from kortreist.documents.plan.room import bounded

__all__ = ["Line", "Stop", "Whole", "stops"]

#: A text key under ``documents.map``, and its values: what kind of value each is, and it.
Line = tuple[str, dict[str, tuple[str, Any]]]

#: NOK of a measure over the plan's years, all who pay, and the first and last of the years.
Whole = tuple[float, int, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the map, from the top.

    Parameters
    ----------
    kind : {"decide", "now", "branch", "end"}
    year : int
        By the end of which it is decided, or that it is about.
    head : Line
        What is done, what is asked, or where it ends.
    ways : tuple of (str, Line, Line)
        ``yes`` and ``no``: what is then done, and in how many futures it is so.
    after : tuple of Line
        What happens if nothing is decided, and if the sign comes later.
    measures : tuple of Line
        What ``head`` counts.
    """

    kind: Literal["decide", "now", "branch", "end"]
    year: int
    head: Line
    ways: tuple[tuple[str, Line, Line], ...] = ()
    after: tuple[Line, ...] = ()
    measures: tuple[Line, ...] = ()


def stops(
    found: Mapping[str, Any],
    to_decide: Sequence[tuple[str, str]] = (),
    open_: Collection[str] = (),
    costs: Mapping[str, Whole] = MappingProxyType({}),
) -> tuple[Stop, ...]:
    """Return the stops of a map.

    Parameters
    ----------
    found : mapping
        ``pathway_map`` of ``plan.json``.
    to_decide : sequence of (str, str)
        Id and name of the measures that cannot wait.
    open_ : collection of str
        Measures that are kept open: planned is not decided.
    costs : mapping
        Measure id → what it costs all who pay in the plan, where that is known.

    Returns
    -------
    tuple of Stop
        Values are ``t`` (tonnes), ``year``, ``share`` (a chance), ``part`` (per cent), ``n``
        (a count), ``nok``, ``starts`` (measures with start years), ``measure`` (id and name),
        ``deciders`` (ids of the measures they decide) and ``sign`` (name of what is watched).
    """
    goal, learning = found["year"], found["learning_year"]
    out: list[Stop] = []
    if to_decide:
        each: tuple[Line, ...] = tuple(
            ("to_decide", {"what": ("measure", one), "who": ("deciders", (one[0],))})
            for one in to_decide
        )
        head: Line = ("decide_now", {"n": ("n", len(to_decide))})
        out.append(Stop("decide", learning - 1, head, measures=each))
    still = [one for one in found["anyway"] if one["measure"] in open_]
    settled = [one for one in found["anyway"] if one["measure"] not in open_]
    parts = [("now", learning - 1, found["now"]), ("anyway", learning, settled)]
    if still:
        parts = [*(parts if settled else parts[:1]), ("still_open", learning, still)]
    for kind, year, some in parts:
        head = (
            kind if some else f"{kind}_none",
            {"year": ("year", year), "n": ("n", len(some))},
        )
        out.append(Stop("now", year, head, measures=tuple(map(_start, some))))
    out += [_branch(b, goal, costs) for b in found["branches"]]
    if not found["branches"]:
        out.append(Stop("now", learning, ("none", {"n": ("n", found["signs"])})))
    return (*out, _end(found))


def _start(one: Mapping[str, Any]) -> Line:
    what = ("measure", (one["measure"], one["name"]))
    return "start_from", {"what": what, "year": ("year", one["year"])}


def _branch(b: Mapping[str, Any], goal: int, costs: Mapping[str, Whole]) -> Stop:
    post, yes, no = b["sign"], b["yes"], b["no"]
    what = ("sign", (post["kind"], post["key"], post["name"]))
    asked: dict[str, tuple[str, Any]] = {"what": what, "year": ("year", post["year"])}
    if post["kind"] == "condition":
        # Adopted in the one year, in force from the next.
        asked["year"] = ("year", post["year"] + 1)
    else:
        asked["part"] = ("part", post["threshold"])
    question = f"question_{post['kind']}_{post['direction']}"
    ids = tuple(dict.fromkeys(one["measure"] for way in (yes, no) for one in way["starts"]))
    after: list[Line] = [("who", {"who": ("deciders", ids)})]
    if post["kind"] == "cost":
        after.append(_whole(post, costs))
    after.append(_undecided(b, goal))
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


def _whole(post: Mapping[str, Any], costs: Mapping[str, Whole]) -> Line:
    """Return what 100 % of a price is."""
    known = costs.get(post["key"])
    # A cost is asked about from below, a saving from above.
    saves = post["direction"] == "up"
    if known is None or (known[0] < 0.0) != saves or known[0] == 0.0:
        return "whole_saving" if saves else "whole_cost", {}
    nok, first, last = known
    years = {"first": ("year", first), "last": ("year", last)}
    key = "whole_saving_nok" if saves else "whole_cost_nok"
    return key, {"nok": ("nok", abs(nok)), **years}


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
    goal, follow, none = found["year"], found["followed"], found["undecided"]
    after: list[Line] = []
    if found["branches"]:
        # The difference itself: two rounded ends need not be as far apart as what parts them.
        after.append(("end_undecided", {"n": bounded(follow["cut_t"], "t")["n"]}))
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
