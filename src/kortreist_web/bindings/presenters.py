"""*Dette binder oss* as its page shows it: rows in the order a council needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist.bindings import verdict_key
from kortreist.i18n import name_in
from kortreist_web.bindings.kroner import kroner
from kortreist_web.bindings.motions import leaving_worth
from kortreist_web.bindings.timeline_chart import terms_chart, timeline
from kortreist_web.core.charts import Chart
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.decisions.models import Resolution
from kortreist_web.versions.models import Version

__all__ = ["AllAtOnce", "BindingPage", "ShownRow", "present", "shown_row", "state_text"]

_SHARE = "bindings.column.share"
#: Why it is kept open → what is done about it is not the same.
_OPEN = (
    "another_is_better",
    "cannot_wait",
    "decide_now",
    "late_for_duty",
    "no_climate",
    "no_difference",
    "worth_waiting",
)
#: Verdict → the style of its tag.
_TAGS = {
    "avoid": "k-tag k-bad",
    "keep_open": "k-tag",
    "anchor_first": "k-tag",
    "start_now": "k-tag k-good",
    "too_small": "k-tag",
    "unknown": "k-tag",
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A binding in words.

    Parameters
    ----------
    data : mapping
        See :func:`~kortreist_web.bindings.page_content.row_of`.
    verdict, tag : str
        In words, and the tag's style; what is not judged says so.
    old : bool
        Whether the verdict is of another plan, account or set of bindings than there is now.
    reason : str
    missing : list of str
        What it cannot be judged without.
    committed_t, beside : float or None, list of (str, float)
        Tonnes inside the border, and of other accounts: never added.
    best : str
        The best alternative's name; empty where it is not judged.
    decider, rule : str
    do : str
        What must be decided.
    notes : list of str
    """

    data: Mapping[str, Any]
    verdict: str
    tag: str
    old: bool
    reason: str
    #: What the verdict asks for, for one who has not seen the word before; empty where it is plain.
    plain: str
    missing: list[str]
    committed_t: float | None
    beside: list[tuple[str, float]]
    best: str
    decider: str
    rule: str
    do: str
    notes: list[str]

    @property
    def judged(self) -> Mapping[str, Any]:
        """What was judged of it; empty where it is not."""
        return self.data["judged"] or {}

    @property
    def leaving_worth(self) -> str:
        """What a way out is worth at most; empty: not judged, or nothing to save."""
        worth = leaving_worth(self.data)[1]
        return "" if worth is None else kroner(worth)

    @property
    def leaving(self) -> str:
        """What the next way out costs, and when; empty: none is named."""
        return _in_year("bindings.cell.leaving", self.data["leaving"])

    @property
    def most_lost(self) -> str:
        """What may be lost at most without a way out; empty: not known."""
        return _in_year("bindings.cell.most_lost", self.data.get("most_lost"))

    @property
    def condition(self) -> str:
        """The way out it was adopted with; empty: none."""
        way = self.data["condition"]
        if way and (way.get("year") is None or way.get("nok") is None):
            return text("bindings.cell.condition_unknown")
        return _in_year("bindings.cell.condition", way)

    @property
    def deadlines(self) -> list[dict[str, Any]]:
        """Its days, with what leaving costs then."""
        days = self.data["deadlines"]
        return [{**d, "cost": "" if d["nok"] is None else kroner(d["nok"])} for d in days]

    @property
    def spared(self) -> float:
        """NOK that others are spared where it makes room."""
        return -float(self.judged.get("cost_to_restore") or 0.0)

    @property
    def alternatives(self) -> list[tuple[int, Mapping[str, Any], Mapping[str, Any] | None]]:
        """Its alternatives by number, each with what was judged of it."""
        seen = {a["id"]: a for a in self.judged.get("alternatives", ())}
        key = self.data["key"]
        return [
            (n, a, seen.get(f"{key}:{'null' if a['zero'] else n}"))
            for n, a in enumerate(self.data["alternatives"], start=1)
        ]

    @property
    def own(self) -> Mapping[str, Any] | None:
        """What was judged of the proposal beside them."""
        return next(
            (a for a in self.judged.get("alternatives", ()) if a["id"] == self.data["key"]), None
        )

    @property
    def share_name(self) -> str:
        """What its share is of."""
        year = self.data.get("horizon")
        return text("bindings.column.share_until", year=year) if year else text(_SHARE)

    @property
    def binds_nothing(self) -> bool:
        """Whether it neither emits nor shuts anything out, so that nobody asks for a way out."""
        return bool(self.judged.get("verdict") == "start_now" and not self.committed_t)

    @property
    def only_or_not(self) -> bool:
        """Whether nothing stands beside doing it and leaving it."""
        return all(a["zero"] for a in self.data["alternatives"])

    @property
    def passed(self) -> bool:
        """Whether its signing day is gone, and nothing is signed."""
        return any(d["kind"] == "signing" and d["passed"] for d in self.data["deadlines"])


@dataclass(frozen=True, slots=True)
class AllAtOnce:
    """What all that is planned comes to together, t CO2e above the frame in the plan's years.

    Parameters
    ----------
    together, sum_alone : float
        All at once; each alone, added up. The two differ where one takes the room of another.
    rows : list of (str, float, float, float)
        Name, what it costs alone, what leaving it out saves, and its share of all.
    shared : bool
        Whether leaving out did not add up, and the shares are a mean over orders.
    orders : int
    """

    together: float
    sum_alone: float
    rows: list[tuple[str, float, float, float]]
    shared: bool
    orders: int

    @property
    def tonnes(self) -> float:
        """How many tonnes more or less, without its sign."""
        return abs(self.together)

    @property
    def differs(self) -> bool:
        """Whether each alone comes to something else than all at once."""
        return abs(self.sum_alone - self.together) > max(1.0, 0.01 * abs(self.together))


@dataclass(frozen=True, slots=True)
class BindingPage:
    """The council's page.

    Parameters
    ----------
    content : mapping
    open, decided, small : list of ShownRow
        What is to be decided, what is decided, and what is too small alone.
    small_t : float
    small_together : str
        Said where those that are too small one by one are not so together.
    next : mapping or None
        The next council's term.
    binding_next : list of ShownRow
        What is decided and binds it.
    timeline, terms : Chart
    all_at_once : AllAtOnce or None
        None where fewer than two are planned and judged as they are now.
    """

    content: Mapping[str, Any]
    open: list[ShownRow]
    decided: list[ShownRow]
    small: list[ShownRow]
    small_t: float
    small_together: str
    next: Mapping[str, Any] | None
    binding_next: list[ShownRow]
    timeline: Chart
    terms: Chart
    all_at_once: AllAtOnce | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its tables."""
        return ("name", "until", "tonnes", "share", "leaving", "best", "decide")

    @property
    def next_tonnes(self) -> tuple[float, float]:
        """What is decided of the next term's frame, and the frame: in three figures, as known."""
        from kortreist.documents.format.digits import significant

        term = self.next or {}
        decided, frame = (term.get(n) or 0.0 for n in ("decided", "frame"))
        return significant(decided, 3), significant(frame, 3)

    @property
    def without_names(self) -> str:
        """The names of what binds the next council and has no way out."""
        return ", ".join(r.data["name"] for r in self.without_exit)

    @property
    def empty(self) -> bool:
        """Whether nothing is entered: that is not that nothing binds."""
        return not self.content["bindings"]

    @property
    def leaving_known(self) -> float:
        """NOK that it costs to leave what binds the next council and has a way out."""
        ways = [r.data["leaving"] for r in self.binding_next]
        return sum(way["nok"] for way in ways if way)

    @property
    def without_exit(self) -> list[ShownRow]:
        """What binds the next council and has no way out."""
        return [r for r in self.binding_next if not r.data["leaving"]]


def present(content: Mapping[str, Any]) -> BindingPage:
    """Return the page of a content: of now, or frozen."""
    rows = [shown_row(row) for row in content["bindings"]]
    small = [r for r in rows if r.judged.get("verdict") == "too_small"]
    # A duty comes first: the question is then which, not whether.
    rest = sorted((r for r in rows if r not in small), key=_order)
    terms = content["terms"]
    following = terms[1] if len(terms) > 1 else None
    bound = set(following["bound_by"]) if following else set()
    decided = [r for r in rest if r.data["committed"]]
    shown = [r.data for r in rest]
    return BindingPage(
        content=content,
        open=[r for r in rest if not r.data["committed"]],
        decided=decided,
        small=small,
        small_t=sum(r.committed_t or 0.0 for r in small),
        small_together=_small_together(small),
        next=following,
        binding_next=[r for r in rows if r.data["committed"] and r.data["key"] in bound],
        timeline=timeline(shown, terms, content["year"]),
        terms=terms_chart(terms),
        all_at_once=_all_at_once(rows),
    )


def _all_at_once(rows: Sequence[ShownRow]) -> AllAtOnce | None:
    planned = [r for r in rows if not r.data["committed"]]
    among = [(r.data["name"], a) for r in planned if (a := r.judged.get("among_all"))]
    # What has changed since is of another set: then the whole is not known.
    if len(among) < 2 or any(r.data["judged"] is None for r in planned):
        return None
    first = among[0][1]
    parts = [(name, a["alone_t"], a["left_out_t"], a["share_t"]) for name, a in among]
    return AllAtOnce(
        together=first["together_t"],
        sum_alone=sum(alone for _, alone, _, _ in parts),
        rows=sorted(parts, key=lambda row: (-row[3], row[0])),
        shared=first["orders"] > 0,
        orders=first["orders"],
    )


def _order(row: ShownRow) -> tuple[bool, int, str]:
    return row.data["needs_by"] is None, row.data["signed_by"] or 9999, row.data["name"]


def shown_row(row: Mapping[str, Any]) -> ShownRow:
    """Return a binding in the reader's words."""
    t, judged = engine(), row["judged"]
    committed = judged.get("committed_by_account", {}) if judged else {}
    territorial = committed.get("territorial")
    return ShownRow(
        data=row,
        verdict=_verdict(judged),
        tag=_TAGS[judged["verdict"]] if judged and not row.get("old") else "k-tag",
        old=bool(row.get("old")),
        reason=t(f"bindings.reason.{judged['reason']}") if judged else "",
        plain=_plain(judged),
        missing=[t(f"bindings.missing.{name}") for name in row["missing"]],
        committed_t=territorial["central"] if territorial else None,
        beside=[
            (text(f"bindings.account.{a}"), r["central"])
            for a, r in committed.items()
            if a != "territorial"
        ],
        best=_best(judged),
        decider=text(f"bindings.decider.{row['decider']}"),
        rule=name_in(row["decider_rule"], language()) if row["decider_rule"] else "",
        do=_to_do(row),
        notes=[t(f"bindings.note.{name}") for name in judged["notes"]] if judged else [],
    )


def state_text(version: Version, resolution: Resolution | None) -> str:
    """Return how far a version of a case has come, in words."""
    if version.state == Version.State.PROPOSED and resolution is not None:
        return text(f"decisions.outcome.{resolution.outcome}")
    taken_back = version.state == Version.State.WITHDRAWN and "proposal" not in version.content
    return text(f"bindings.case.state_{'taken_back' if taken_back else version.state}")


def _in_year(key: str, way: Mapping[str, Any] | None) -> str:
    return text(key, nok=kroner(way["nok"]), year=way["year"]) if way else ""


def _small_together(small: Sequence[ShownRow]) -> str:
    told = any("small_together" in r.judged.get("notes", ()) for r in small)
    return engine()("bindings.note.small_together") if told else ""


def _verdict(judged: Mapping[str, Any] | None) -> str:
    if judged is None:
        return text("bindings.not_judged")
    t = engine()
    if len(judged["between"]) == 2:
        first, second = (t(f"bindings.verdict.{v}") for v in judged["between"])
        return text("bindings.between", first=first, second=second)
    return t(f"bindings.verdict.{verdict_key(judged['verdict'], judged['reason'])}")


def _plain(judged: Mapping[str, Any] | None) -> str:
    if judged is None or len(judged["between"]) == 2:
        return ""
    key = f"bindings.plain.{judged['verdict']}"
    return text(key) if web().has(key) else ""


def _best(judged: Mapping[str, Any] | None) -> str:
    if judged and judged["best_alternative"] == judged["id"]:
        return text("bindings.alternative.itself_best")
    if not judged or not judged["best_alternative"]:
        return ""
    best = next(a for a in judged["alternatives"] if a["id"] == judged["best_alternative"])
    return best["name"] or engine()("bindings.nothing_signed")


def _to_do(row: Mapping[str, Any]) -> str:
    """Return what must be decided about it."""
    judged = row["judged"]
    if row["committed"]:
        return text("bindings.do.leaving" if row["leaving"] else "bindings.do.no_exit")
    if judged is None:
        return text("bindings.do.judge")
    if row["needs_by"] is not None:
        return text("bindings.do.duty", year=row["needs_by"])
    if judged["verdict"] == "keep_open" and judged["reason"] in _OPEN:
        return text(f"bindings.do.{judged['reason']}")
    return text(f"bindings.do.{judged['verdict']}")
