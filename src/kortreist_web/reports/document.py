"""A report as the engine's document, which it renders as Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortreist.documents.format.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Inline,
    Inlines,
    Label,
    Row,
    Table,
)
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.writer import Range
from kortreist.i18n import name_in
from kortreist.provenance import Origin
from kortreist_web.accounts.queries import edition_label
from kortreist_web.budgets.money_totals import dash, money_ends
from kortreist_web.budgets.spending import deviation_in_words
from kortreist_web.core.texts import web
from kortreist_web.decisions.formatter import Words
from kortreist_web.reports.computed import frozen_facts
from kortreist_web.reports.money import (
    by_kind,
    notes_said,
    parts_said,
    prices_said,
    title_of,
    why_no_difference,
)
from kortreist_web.reports.signs import signs_said
from kortreist_web.reports.status_counts import counted_as, in_order, is_carried, said_in
from kortreist_web.tenants.periods import period_name

__all__ = ["report_document"]

#: The origin of what is in the report itself.
_REPORT = "report"


def report_document(
    content: Mapping[str, Any], language: str, *, draft: bool, content_hash: str = ""
) -> Document:
    """Return an interim report as a document.

    Parameters
    ----------
    content : mapping
        Of a live or a frozen report.
    language : {"nb", "nn", "en"}
    draft : bool
        The report is not completed: the document says so on every page.
    content_hash : str
        Of the frozen content, printed so that a copy can be checked.
    """
    report = _Report(content, language)
    w = report.w
    place = content["organisation"]["name"]
    as_of = content.get("as_of") or content["period_ends"]
    edition = edition_label(content["vintage"], language)
    title = report.say("reports.document.title", period=report.period())
    facts: list[tuple[Inlines, Inlines]] = [
        ((w.word("reports.document.place"),), (Label(place),)),
        ((w.word("reports.document.until"),), (w.date(as_of),)),
        ((w.word("reports.document.budget"),), (Label(report.budget()),)),
        ((w.word("reports.document.vintage"),), (Label(edition),)),
    ]
    facts += frozen_facts(w, content, content_hash)
    s = Sections(w, lambda id: (w.word(f"reports.document.section.{id}"),))
    s.add("summary", report.summary())
    s.add("forecast", report.forecast())
    s.add("measures", report.measures())
    s.add("tasks", report.tasks())
    s.add("signposts", report.signposts())
    s.add("money", report.money())
    s.add("spent", report.spent())
    s.add("indicators", report.indicators())
    s.add("restatement", report.restatement())
    s.add("sources", report.sources())
    return Document(
        language=language,
        title=title,
        kicker=place,
        facts=tuple(facts),
        draft=w.word("reports.document.draft") if draft else "",
        description=w.word("reports.document.description", place=place),
        footer=(Label(f"{place} · {report.period()}"),),
        sections=tuple(s.made),
        origins=(),
        created=as_of,
        words=document_words(w),
    )


#: What people say of a measure, in the order it is read.
_SAID = ("hindrance", "reason", "deviation")


class _Report:
    """Builds the sections of a report; its own rules are frozen in every language."""

    def __init__(self, content: Mapping[str, Any], language: str) -> None:
        self.content, self.w = content, Words(language, content)
        self.w.add(Origin(_REPORT, "fact", self.w.word("reports.document.section.summary")))

    # -- words and numbers ---------------------------------------------------------

    def say(self, key: str, **values: object) -> Inlines:
        """Return a text as one label: it may hold digits."""
        return (Label(self.w.word(key, **values)),)

    def period(self) -> str:
        c = self.content
        when = period_name(c["year"], c["period"], c["periods"], self.w.language)
        return self.w.word("reports.period", when=when)

    def budget(self) -> str:
        b = self.content["budget"]
        return self.w.word("reports.document.budget_text", year=b["year"], number=b["number"])

    def of(self, frozen: Mapping[str, str] | str, otherwise: str = "") -> str:
        """Return a text that may be frozen in all languages in the document's."""
        return frozen if isinstance(frozen, str) else name_in(frozen, self.w.language) or otherwise

    def number(self, value: float | None, decimals: int = 0) -> Inline:
        return self.w.number(value, _REPORT, decimals)

    def band(self, band: Mapping[str, float] | None) -> Cell:
        return self.w.band(Range(**band) if band else None, _REPORT)

    def chance(self, value: float | None) -> Inlines:
        return self.w.chance(value, "report/chance")

    def column(self, name: str, share: float = 1.0) -> Column:
        return self.w.column((self.w.word(f"reports.column.{name}"),), share)

    def text_column(self, name: str, share: float = 1.0) -> Column:
        return self.w.text_column((self.w.word(f"reports.column.{name}"),), share)

    def table(
        self, id: str, columns: Iterable[Column], rows: Iterable[Row], notes: Iterable[str] = ()
    ) -> Table:
        caption = self.say(f"reports.document.caption.{id}", year=self.content["year"])
        return self.w.table(id, caption, columns, rows, [self.say(n) for n in notes])

    # -- sections ------------------------------------------------------------------

    def summary(self) -> list[Block]:
        w, place = self.w, self.content["organisation"]
        out: list[Block] = []
        if place["invented"]:
            out.append(w.note(self.say("core.invented", name=place["name"])))
        if place["figures_code"] != place["code"]:
            code = place["figures_code"]
            out.append(w.note(self.say("reports.borrowed", name=place["name"], code=code)))
        said = (part.strip() for part in self.content["introduction"].split("\n\n"))
        out += [w.paragraph((Label(part),)) for part in said if part]
        items = [self._count_text(*one) for one in in_order(self.content)]
        return [*out, w.bullets(items)] if items else out

    def _count_text(self, key: str, n: int, before: int) -> Inlines:
        w = self.w
        carried = f" ({w.word('reports.carried', n=before)})" if before else ""
        return (Label(f"{w.word('reports.status.' + key)}: {w.t.number(n)}{carried}"),)

    def forecast(self) -> list[Block]:
        c = self.content
        rows = [
            self.w.row(
                Label(year),
                self.number(c["frame"].get(year)),
                self.band(c["plan"].get(year)),
                self.band(band),
                self.chance(c["plan_probability"].get(year)),
                self.chance(c["probability"].get(year)),
            )
            for year, band in sorted(c["forecast"].items())
        ]
        if not rows:
            return []
        columns = [
            self.text_column("year", 0.7),
            self.column("frame"),
            self.column("plan", 1.2),
            self.column("forecast", 1.2),
            self.column("plan_chance"),
            self.column("chance"),
        ]
        rules = [f"reports.forecast.{k}" for k in ("rule", "chance_rule", "not_engine")]
        lead = self.say("reports.forecast.lead")
        return [self.w.paragraph(lead), self.table("forecast", columns, rows, rules)]

    def measures(self) -> list[Block]:
        rows, c = [], self.content
        for r in c["rows"]:
            status = self.say(f"reports.status.{counted_as(r, c['year'])}")
            since: Inlines = ()
            if is_carried(r, c["year"], c["period"]):
                since = self.say("reports.from_period", when=said_in(r, c, self.w.language))
            rows.append(
                self.w.row(
                    _label(self.of(r["name"], r["measure"])),
                    _label(r["unit"]),
                    self.band(r["planned"]),
                    self.w.cell(status, since),
                    _label("\n".join(filter(None, map(r.get, _SAID)))),
                )
            )
        columns = [
            self.text_column("name", 1.7),
            self.text_column("unit"),
            self.column("planned"),
            self.text_column("status", 0.9),
            self.text_column("explanation", 2.4),
        ]
        return [self.table("measures", columns, rows, ["reports.planned_note"])]

    def tasks(self) -> list[Block]:
        w, tasks = self.w, self.content.get("tasks") or {}
        rows = []
        for one in tasks.get("rows", ()):
            state = w.word(f"tasks.state.{one['state']}")
            if one["overdue"]:
                state += f" ({w.word('reports.overdue')})"
            done: Inlines = (w.date(one["done_on"]), ". ") if one["done_on"] else ()
            rows.append(
                w.row(
                    _label(one["title"]),
                    _label(self.of(one["owner"]) or "–"),
                    w.date(one["due"]) if one["due"] else w.unknown(),
                    w.cell(_label(state), (*done, *_label(one["evidence"] or one["reason"]))),
                )
            )
        if not rows:
            return []
        columns = [
            self.text_column("task", 2.4),
            self.text_column("owner"),
            self.text_column("due", 0.9),
            self.text_column("status", 1.4),
        ]
        caption = self.say("reports.tasks_caption", day=w.t.date(tasks["as_of"]))
        return [w.table("tasks", caption, columns, rows)]

    def signposts(self) -> list[Block]:
        w = self.w
        rows = [
            w.row(
                w.cell(_label(one["name"]), _label(self.of(one["about"]))),
                w.cell(_label(one["state_text"]), _label(one["note"])),
                _label(one["last"] or "–"),
                _label(one["threshold_text"]),
                w.year(one["see_by"]),
            )
            for one in signs_said(self.content, web(w.language))
        ]
        if not rows:
            return []
        columns = [
            self.text_column("sign", 2.0),
            self.text_column("sign_state", 1.5),
            self.text_column("sign_last", 1.3),
            self.text_column("sign_threshold", 1.2),
            self.text_column("sign_by", 0.7),
        ]
        return [self.table("signposts", columns, rows)]

    def money(self) -> list[Block]:
        rows = [
            self.w.row(
                _label(title_of(self.of(r["name"], r["measure"]), money, self.w.language)),
                self._planned(money),
                self.number(money["set_aside"]),
                self.w.cell(
                    self.number(money["now"]),
                    _label("; ".join(notes_said(r, self.content["year"], self.w.language, money))),
                ),
                self.w.cell(
                    self.number(money["difference"]),
                    _label(why_no_difference(money, self.w.language)),
                ),
            )
            for r in self.content["rows"]
            if r["money"] is not None
            for money in by_kind(r["money"])
        ]
        amounts = ("planned_nok", "adopted_nok", "set_aside_nok", "difference_nok")
        columns = [self.text_column("name", 2.0), *map(self.column, amounts)]
        notes = ["reports.money_note", "reports.money_range"]
        if not rows:
            return []
        prices = prices_said(self.content, self.w.language)
        lead = [self.w.paragraph(_label(prices))] if prices else []
        return [*lead, self.table("money", columns, rows, notes)]

    def spent(self) -> list[Block]:
        """Return planned and actual of what has anything spent, with how it differs."""
        rows = [
            self.w.row(
                _label(self.of(r["name"], r["measure"])),
                self.say(f"reports.spending.{s['kind']}"),
                *(self.number(s[k], int(s["kind"] == "posts")) for k in ("planned", "actual")),
                _label(deviation_in_words(s, self.w.language)),
            )
            for r in self.content["rows"]
            for s in r.get("spending") or ()
            if s["actual"] is not None
        ]
        columns = [
            self.text_column("name", 2.0),
            self.text_column("kind"),
            self.column("planned_spending"),
            self.column("actual_spending"),
            self.text_column("deviation_words", 1.6),
        ]
        return [self.table("spent", columns, rows)] if rows else []

    def _planned(self, money: Mapping[str, Any]) -> Cell:
        """Return the cost in the budget, with its range below or that none is recorded."""
        low, high = money.get("planned_low"), money.get("planned_high")
        if low is None or high is None:
            said = self.w.word("reports.no_range") if money["planned"] is not None else ""
        else:
            ends = [self.w.t.number(end) for end in money_ends(low, high)]
            said = dash(low).join(ends) if low != high else ""
        parts = "; ".join(parts_said(money, "planned", self.w.language))
        below = (*_label(said), "; " if said and parts else "", *_label(parts))
        return self.w.cell(self.number(money["planned"]), below)

    def indicators(self) -> list[Block]:
        rows = []
        for r in self.content["rows"]:
            for o in r["observations"]:
                seen: Inlines = (self.number(o["value"], _decimals(o["value"])),)
                if o["value"] is None and o["missing_reason"]:
                    seen = _label(o["missing_reason"])
                rows.append(
                    self.w.row(
                        _label(o["name"]),
                        _label(o["unit_of_measure"]),
                        self.number(o["target"], _decimals(o["target"])),
                        seen,
                    )
                )
        columns = [
            self.text_column("indicator", 2.0),
            self.text_column("unit_of_measure"),
            self.column("target"),
            self.column("value", 1.4),
        ]
        return [self.table("indicators", columns, rows)] if rows else []

    def restatement(self) -> list[Block]:
        w, r = self.w, self.content["restatement"]
        if not r:
            return []
        pairs = [
            (
                w.word("reports.restated.year", year=r[f"{which}_year"]),
                r[f"{which}_before"],
                r[f"{which}_after"],
            )
            for which in ("reference", "latest")
        ]
        before, after = r["frame_before"], r["frame_after"]
        pairs += [
            (w.word("reports.restated.frame", year=y), before.get(y), after.get(y))
            for y in sorted({*before, *after})
        ]
        rows = [w.row(_label(name), self.number(a), self.number(b)) for name, a, b in pairs]
        columns = [self.text_column("what", 2.0), self.column("before"), self.column("after")]
        lead = self.say(
            "reports.restated.lead",
            before=edition_label(r["vintage_before"], w.language),
            after=edition_label(r["vintage_after"], w.language),
            share=w.t.goal(r["reduction"]),
            target=r["target_year"],
        )
        return [w.paragraph(lead), self.table("restatement", columns, rows)]

    def sources(self) -> list[Block]:
        own = [o for o in self.content["provenance"] if o["id"].startswith("report/")]
        items = [_label(f"{self.of(o['title'])}: {self.of(o['expression'])}") for o in own]
        return [self.w.bullets(items)] if items else []


def _label(text: str) -> Inlines:
    """Return a text that may hold digits; nothing for none."""
    return (Label(text),) if text else ()


def _decimals(value: float | None) -> int:
    return 0 if value is None or float(value).is_integer() else 1
