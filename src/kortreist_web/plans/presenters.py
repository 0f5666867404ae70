"""A plan's answer as its page shows it, in the reader's language.

The answer holds names in the organisation's language; here they are looked up again by id,
and reasons by their keys, so that the page reads in one language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kortreist_web.core.texts import engine, language
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.measures.deciders import deciders_text
from kortreist_web.plans.adopted import settled_measures
from kortreist_web.plans.group_effects import facts, few_tonnes, gives, weighs
from kortreist_web.plans.money import BEARERS, Price, price_of
from kortreist_web.plans.rows import Group, Member, Named, Row
from kortreist_web.plans.signposts import pilot_text, signpost_text, told_text
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = [
    "GROUPS",
    "Reading",
    "group_of",
    "known_change",
]

GROUPS = (
    "adopted",
    "chosen",
    "start_now",
    "anchor_first",
    "decide_now",
    "keep_open",
    "avoid",
    "small",
    "not_needed",
    "not_for_climate",
    "unknown",
)
#: Groups that are shown when they are empty too.
_ALWAYS = ("start_now", "anchor_first", "keep_open", "avoid")
#: Groups in which something is to be done now.
_TO_DO = ("adopted", "chosen", "start_now", "anchor_first", "decide_now")
#: Reason → group, of plans made while all these stood among what is kept open.
_MOVED = {
    "adopted": "adopted",
    "too_dear": "not_for_climate",
    "not_ranked": "not_for_climate",
    "other_boundary": "unknown",
    "unknown_cost": "unknown",
}
#: t CO2e: rows of a step smaller than this are not listed.
_MIN = 0.5
#: Reasons whose measures are shown folded: there are many, and nothing to do.
_QUIET = (
    "costs_more",
    "too_dear",
    "not_ranked",
    "other_boundary",
    "short_of_money",
    "short_of_staff",
    "no_room_for_it",
    "unknown_cost",
    "waits_for_condition",
)


class Reading:
    """Reads a plan's content.

    Parameters
    ----------
    organisation : Organisation
    content : dict
        ``plan.json``.
    """

    def __init__(self, organisation: Organisation, content: dict[str, Any]) -> None:
        self.content, self._organisation = content, organisation
        self._known = {m.id: m for m in measures_of(organisation)[0]}
        self._t = engine()
        self.years = [str(y) for y in content["plan_years"]]

    def _all(self) -> list[dict[str, Any]]:
        c = self.content
        rows = [*c["measures"], *c["not_chosen"], *c["state_must"], *c["unquantified"]]
        return list({r["id"]: r for r in reversed(rows)}.values())[::-1]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Any]]:
        return {r["id"]: r for r in self._all()}

    def named(self, id: str, otherwise: str = "") -> Named:
        """Return a measure's name in the reader's language."""
        measure = self._known.get(id)
        if measure is None:
            return Named(id, otherwise or id.replace("_", " "), "")
        return Named(id, measure.name[language()], choice_key(measure))

    def names(self, ids: list[str]) -> list[Named]:
        """Return several measures' names."""
        return [self.named(id) for id in ids]

    def _text(self, *keys: str, otherwise: str = "") -> str:
        return next((self._t(k) for k in keys if self._t.has(k)), otherwise)

    def groups(self) -> list[Group]:
        """Return the groups, in the order they are to be read."""
        out = []
        rows = self._all()
        settled, few = settled_measures(self._organisation), few_tonnes(self.content)
        for id in GROUPS:
            inside = [r for r in rows if _shown_in(r, settled, few) == id]
            if not inside and id not in _ALWAYS:
                continue
            inside.sort(key=lambda r: (r.get("start_year") or 9999, r["id"]))
            quiet = [r for r in inside if r["group_reason"] in _QUIET and not r.get("start_year")]
            folded = []
            for reason in _QUIET:
                some = tuple(self._member(r) for r in quiet if r["group_reason"] == reason)
                if some:
                    folded.append((self._reason(reason).rstrip("."), some))
            loud = tuple(self._member(r) for r in inside if r not in quiet)
            out.append(Group(id, loud, tuple(folded), closed=id not in _TO_DO))
        return out

    def _reason(self, reason: str) -> str:
        return self._text(f"plans.reason.{reason}", otherwise=reason)

    def _member(self, row: dict[str, Any]) -> Member:
        return Member(
            measure=self.named(row["id"], row["name"]),
            reason=self._reason(row["group_reason"]),
            start_year=row.get("start_year"),
            decide_by=row.get("decide_by"),
            decider=self.deciders(row),
            stability=row.get("group_stability"),
            uncertain=bool(row.get("group_uncertain")),
            signpost=signpost_text(row, self.watched_name),
            can_watch=self.can_watch(row),
            told=told_text(row),
            pilot=pilot_text(row),
            gives=self._gives(row),
            facts=facts(self.content, row, self._price(row).municipality),
            weighs=weighs(self.content, row),
            late=bool(row.get("decide_late")) or group_of(row) == "decide_now",
            past=bool(row.get("decide_late")) and row.get("decide_by") is not None,
            paragraph=_paragraph(row.get("decision_rule")),
            beside=self._beside(row),
            held=self._held(row),
        )

    def _beside(self, row: Mapping[str, Any]) -> str:
        parts = []
        for key in ("one_of", "needs"):
            if row.get(key):
                what = "; ".join(self.named(i).name for i in row[key])
                parts.append(self._t(f"documents.groups.{key}", what=what))
        return " ".join(parts)

    def _held(self, row: Mapping[str, Any]) -> str:
        if not row.get("variants"):
            return ""
        held, of = (str(row[k]) for k in ("holds_in", "variants"))
        return self._t("documents.groups.holds", held=held, of=of)

    def can_watch(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a measure has a sign that somebody can see."""
        post, known = row.get("signpost") or {}, self.known(row["id"])
        return bool(post) and (post["kind"] != "cost" or known is None or known.can_be_offered)

    def known(self, id: str) -> Measure | None:
        """Return a measure as it is here; None: it is there no more."""
        return self._known.get(id)

    def deciders(self, row: Mapping[str, Any]) -> str:
        """Return everybody who must want a measure; "" where nobody knows."""
        known = self._known.get(row["id"])
        last = row.get("decided_by") or (known.decided_by if known else "")
        return deciders_text(row.get("decider") or "", last) if last else ""

    def deciders_of(self, id: str) -> str:
        """Return everybody who must want a measure; "" where nobody knows."""
        return self.deciders(self._by_id.get(id, {"id": id}))

    def watched_name(self, kind: str, key: str) -> str:
        """Return the name of what a signpost watches."""
        if kind == "measure":
            return self.named(key).name
        if kind == "condition":
            return self.condition(key, key.replace("_", " "))
        for change in self.content.get("known_changes", ()):
            if f"known/{change['id']}" == key:
                return f"{change['plant']}: {known_change(change)}"
        return self._text(f"futures.driver.{key}", otherwise=key.replace("_", " "))

    def notes(self) -> list[tuple[str, str]]:
        """Return what is said of the figures, each with its language where it is not the reader's.

        A plan made before notes were kept by key says them as they were written.
        """
        from kortreist.documents.format.names import Names

        keys = self.content.get("note_keys")
        if keys is None:
            return [(note, self.content["language"]) for note in self.content["notes"]]
        names = Names(language())
        said = [*map(names.note, keys["account"]), *map(names.warning, keys["plan"])]
        return [(note, "") for note in said]

    def _price(self, row: dict[str, Any]) -> Price:
        return price_of(self.content, row) if "price_mark" in row else Price(None, None, "")

    def _gives(self, row: dict[str, Any]) -> str:
        """Return what differs from the next measure: tonnes, kroner, how often it is best."""
        price = self._price(row)
        return gives(self.content, row, (price.municipality, price.society, price.reason))

    def rows(self) -> list[Row]:
        """Return the measures in the plan, largest cut first."""
        last = self.years[-1]
        return [
            Row(
                measure=self.named(r["id"], r["name"]),
                start_year=r["start_year"],
                effect=r["effect"].get(last),
                cost={b: sum(y.get(k, 0.0) for k in self.years) for b, y in r["cost"].items()},
                missing=tuple(r["cost_missing"]),
                price=price_of(self.content, r),
                mark=self._text(f"documents.mark.{r['mark']}", otherwise=r["mark"]),
                group=self._text(f"plans.group.{group_of(r)}", otherwise="–"),
            )
            for r in self.content["measures"]
        ]

    def effect_total(self) -> float:
        """Return the cut of the plan's last year: rows add to baseline minus pathway."""
        last = self.years[-1]
        effects = [r["effect"][last]["central"] for r in self.content["measures"] if r["effect"]]
        return float(sum(effects))

    def others(self) -> list[tuple[str, str]]:
        """Return who pays anything besides the municipality, known or unknown: id and name."""
        paying = {b for r in self.content["measures"] for b in (*r["cost"], *r["cost_missing"])}
        names = [(b, self._t(f"documents.bearer.{b}")) for b in BEARERS if b in paying]
        return [(b, name) for b, name in names if b != "municipality"]

    def frame_rows(self) -> list[dict[str, Any]]:
        """Return one row a plan year: frame, baseline, pathway, gap, probability."""
        c = self.content
        return [
            {
                "year": y,
                "frame": c["frame"][y],
                "baseline": c["baseline"][y],
                "pathway": c["pathway"][y],
                "gap": c["pathway"][y]["central"] - c["frame"][y],
                "probability": c["probability_under_frame"][y],
            }
            for y in self.years
        ]

    def reach(self) -> list[tuple[str, float]]:
        """Return what would help where the target is out of reach: kind, share of futures."""
        ways = {d["kind"]: d["change"] for d in self.content["in_the_way"]}
        return [(k, ways[k]) for k in ("money", "staff", "conditions", "all") if k in ways]

    def steps(self) -> list[tuple[str, list[tuple[str, float, str]]]]:
        """Return what the steps above and below the plan are made of: name, tonnes, why.

        Empty for an answer made before there was a stair.
        """
        out = []
        for step in self.content.get("stair", []):
            if step["layer"] in ("state", "others", "more"):
                rows = [
                    (self._step_name(r), r["tonnes"], self._step_detail(r))
                    for r in step["rows"]
                    if r["tonnes"] >= _MIN
                ]
                if rows:
                    out.append((self._t(f"plans.layer.{step['layer']}"), rows))
        return out

    def asks(self) -> list[tuple[str, float, str]]:
        """Return what only the state can open: condition, t CO2e it would give, what waits."""
        for step in self.content.get("stair", []):
            if step["layer"] == "state":
                return [
                    (self._step_name(r), r["tonnes"], self._step_detail(r))
                    for r in step["rows"]
                    if r["kind"] == "condition" and r["tonnes"] >= _MIN
                ]
        return []

    def _step_name(self, row: dict[str, Any]) -> str:
        if row["kind"] == "measure":
            return self.named(row["key"], row["name"]).name
        if row["kind"] == "condition":
            return self._text(f"futures.condition.{row['key']}", otherwise=row["name"])
        return self._t("plans.layer.conditions")

    def _step_detail(self, row: dict[str, Any]) -> str:
        if row.get("in_plan"):
            found = self._by_id.get(row["key"], {"id": row["key"]})
            return "; ".join(
                p for p in (self._t("documents.layers.in_plan"), self.deciders(found)) if p
            )
        if row.get("measures"):
            return "; ".join(n.name for n in self.names(row["measures"]))
        reason = row.get("reason", "")
        return self._text(f"budgets.{reason}", f"budgets.reason.{reason}") if reason else ""

    def waiting(self) -> list[tuple[Named, str]]:
        """Return measures that wait for others, with what they wait for."""
        return [
            (self.named(r["id"], r["name"]), self.condition(r["waits_for"], r["waits_for_text"]))
            for r in self.content["state_must"]
        ]

    def condition(self, id: str, otherwise: str) -> str:
        """Return what a condition is called."""
        return self._text(f"futures.condition.{id}", otherwise=otherwise)

    def not_chosen(self) -> list[tuple[str, list[Named]]]:
        """Return reason → measures not in the plan."""
        out: dict[str, list[Named]] = {}
        for r in self.content["not_chosen"]:
            reason = self._text(
                f"budgets.{r['reason']}",
                f"budgets.reason.{r['reason']}",
                otherwise=r["reason_text"],
            )
            out.setdefault(reason, []).append(self.named(r["id"], r["name"]))
        return sorted(out.items(), key=lambda pair: -len(pair[1]))

    def unquantified(self) -> list[Named]:
        """Return measures that matter here but whose effect is unknown."""
        return [self.named(r["id"], r["name"]) for r in self.content["unquantified"]]

    def compared(self) -> list[tuple[Named, str]]:
        """Return every measure the plan compared, by group, those in the plan first in each."""
        inside = {r["id"] for r in self.content["measures"]}
        rows = [(r, group_of(r)) for r in self._all() if r.get("group")]
        rows.sort(key=lambda pair: (GROUPS.index(pair[1]), pair[0]["id"] not in inside))
        return [(self.named(r["id"], r["name"]), group) for r, group in rows]


def _paragraph(rule: Mapping[str, Any] | None) -> str:
    """Return where it is set who decides, in the reader's language; "" where nothing says it."""
    return str(rule["paragraph"].get(language(), "")) if rule else ""


def _shown_in(row: Mapping[str, Any], settled: frozenset[str], few: float) -> str:
    """Return the group a measure is shown in.

    What is fixed is adopted, or only chosen; what cuts a few tonnes is no urgent decision.
    """
    group, cut = group_of(row), row.get("would_cut")
    if group == "decide_now" and cut is not None and cut < few:
        return "small"
    return "chosen" if group == "adopted" and row["id"] not in settled else group


def group_of(row: Mapping[str, Any]) -> str:
    """Return the group of a measure; that of an older plan as it is called now."""
    group = row.get("group") or ""
    moved = _MOVED.get(row.get("group_reason") or "")
    return moved if moved and group in _ALWAYS else group


def known_change(row: Mapping[str, Any]) -> str:
    """Return what happens at a plant; what the organisation has written is in its own language."""
    from kortreist.baseline import known_changes

    there = {} if row["own"] else {k.id: k.what[language()] for k in known_changes()}
    return str(there.get(row["id"], row["what"]))
