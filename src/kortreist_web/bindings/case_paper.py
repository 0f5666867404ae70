"""The case paper about a binding: *Binder dette oss?*, with alternatives, exits and motions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.bindings import verdict_key
from kortreist.documents.format.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Inlines,
    KeyFigure,
    KeyFigures,
    Label,
    Missing,
    Paragraph,
    Row,
    Table,
)
from kortreist_web.bindings.kroner import kroner
from kortreist_web.bindings.motions import leaving_worth, motion_text, offered_in
from kortreist_web.bindings.origins import ENTERED, JUDGED
from kortreist_web.core.texts import engine, web
from kortreist_web.decisions.formatter import Words
from kortreist_web.decisions.paper_parts import PaperParts, PaperSection
from kortreist_web.versions.models import Version

__all__ = ["paper_parts", "suggest"]

#: Alternatives shown beside the proposal and what happens if nothing is signed.
_OTHERS = 2


def suggest(version: Version, language: str) -> dict[str, str]:
    """Return the first texts of a case paper; every number is one of the version's."""
    t, content = web(language), version.content
    row, judged = content["binding"], content["binding"]["judged"] or {}
    name = content["title"]

    def say(key: str, **values: object) -> str:
        return t(f"bindings.suggest.{key}", name=name, **values)

    kroner = [
        say(f"{field}_nok", nok=t.number(row[field]))
        if row[field] is not None
        else say(f"{field}_unknown")
        for field in ("capital", "running")
    ]
    verdict = verdict_key(judged["verdict"], judged["reason"]) if judged else None
    reason = engine(language)(f"bindings.reason.{judged['reason']}") if judged else ""
    missing = "; ".join(engine(language)(f"bindings.missing.{m}") for m in row["missing"])
    assessment = [reason] if reason else [say("not_judged")]
    if missing:
        assessment.append(say("missing", what=missing))
    if content["plan"]:
        assessment.append(
            say("judged", plan=content["plan"]["name"], day=t.date(content["judged_on"]))
        )
    summary = say("summary", last=row["last"]) if row["last"] else say("summary_no_end")
    motion = motion_text(content["motion"], content["motions"], name, language)
    return {
        "title": say("title"),
        "summary": summary
        if not verdict
        else f"{summary} {say('verdict', verdict=engine(language)(f'bindings.verdict.{verdict}'))}",
        "background": say("background"),
        "assessment": " ".join(assessment),
        "economic_consequences": " ".join(kroner),
        "recommendation": f"1. {motion}",
    }


def paper_parts(version: Version, language: str) -> PaperParts:
    """Return the parts of the documents about a binding that are its own."""
    made = _Case(version, language)
    write = made.write
    decider = write.tell(f"bindings.decider.{made.row['decider']}")
    return PaperParts(
        write=write,
        title=version.content["title"],
        short_kicker=write.word("bindings.case.one_page"),
        description=write.word("bindings.case.section"),
        facts=((write.tell("bindings.show.who"), decider),),
        figures=made.figures,
        sections=lambda texts: (made.section(),),
        short=made.short,
    )


class _Case:
    def __init__(self, version: Version, language: str) -> None:
        self.content: Mapping[str, Any] = version.content
        self.row: Mapping[str, Any] = version.content["binding"]
        self.judged: Mapping[str, Any] = self.row["judged"] or {}
        self.write = Words(language, version.content)
        self.language = language

    def _unknown(self) -> Missing:
        return Missing(self.write.word("bindings.show.not_known"))

    def figures(self) -> tuple[Block, ...]:
        """Return how long, how many tonnes and what leaving costs."""
        w, row, judged = self.write, self.row, self.judged
        last: Inlines = (w.year(row["last"]),) if row["last"] else (self._unknown(),)
        items = [KeyFigure(w.tell("bindings.column.until"), last, ())]
        band = judged.get("committed_by_account", {}).get("territorial")
        if band is not None:
            share = judged.get("share_of_frame")
            note: Inlines = (self._unknown(),)
            if share is not None:
                note = self._share(share, band["central"])
            label = w.tell("bindings.column.tonnes")
            if last_of := judged.get("committed_to") or row["last"]:
                label = w.tell("bindings.case.committed", year=w.year(last_of))
            items.append(KeyFigure(label, w.tonnes(band["central"], JUDGED), note))
        leaving = row["leaving"]
        cost: Inlines = (Missing(w.word("bindings.cell.no_exit_yet")),)
        if leaving:
            cost = w.money(leaving["nok"], ENTERED)
        items.append(KeyFigure(w.tell("bindings.column.leaving"), cost, ()))
        return (KeyFigures(tuple(items)),)

    def _share(self, share: float, tonnes: float) -> Inlines:
        """Return the share of what may be emitted, beside the tonnes of the same years.

        What is signed for may be emitted long after the plan's last year, and then the share
        is of another period than the tonnes it stands below.
        """
        w, horizon = self.write, int(self.content["horizon"])
        by_year = self.judged.get("committed_by_year", {})
        inside = sum(r["central"] for y, r in by_year.items() if int(y) <= horizon)
        said = {"share": w.percent(share, JUDGED, 1), "year": w.year(horizon)}
        if not by_year or inside >= tonnes:
            return w.tell("bindings.case.share", **said)
        return w.tell("bindings.case.share_within", tonnes=w.tonnes(inside, JUDGED), **said)

    def section(self) -> PaperSection:
        """Return *Binder dette oss?*, or one sentence where the case is below the limit."""
        w = self.write
        title = w.tell("bindings.case.section")
        if not self.content["above_limit"]:
            return PaperSection("bindings", title, (Paragraph(w.tell("bindings.case.below")),))
        blocks: list[Block] = [Paragraph(self._verdict())]
        if self.row["missing"]:
            t = engine(self.language)
            what = "; ".join(t(f"bindings.missing.{m}") for m in self.row["missing"])
            blocks.append(Paragraph(w.tell("bindings.cell.missing", what=w.name(what))))
        blocks.append(self.alternatives())
        others = sum(not a["zero"] for a in self.row["alternatives"])
        if others < _OTHERS:
            few = "bindings.case.few_one" if others else "bindings.case.few_none"
            blocks.append(Paragraph(w.tell(few)))
        blocks += [Paragraph(w.tell("bindings.case.benefit")), self._exits(), *self._motions()]
        return PaperSection("bindings", title, tuple(blocks))

    def short(self, maximum: int) -> PaperSection:
        """Return what a councillor needs on one page: verdict, alternatives and motions.

        Where there is no room for the motions, they are in the case paper.
        """
        w = self.write
        motions = self._motions() if maximum > 2 else ()
        blocks: tuple[Block, ...] = (Paragraph(self._verdict()), self.alternatives(), *motions)
        return PaperSection("bindings", w.tell("bindings.case.section"), blocks)

    def _motions(self) -> tuple[Block, ...]:
        w, name, data = self.write, self.content["title"], self.content["motions"]
        said = [motion_text(m, data, name, self.language) for m in offered_in(data)]
        bullets = Bullets(tuple((w.name(text),) for text in said), ordered=True)
        return Paragraph(w.tell("bindings.case.motions")), bullets

    def _verdict(self) -> Inlines:
        w, t = self.write, engine(self.language)
        if not self.judged:
            return w.tell("bindings.suggest.not_judged", name=w.name(self.content["title"]))
        key = verdict_key(self.judged["verdict"], self.judged["reason"])
        verdict = w.name(t(f"bindings.verdict.{key}"))
        reason = w.name(t(f"bindings.reason.{self.judged['reason']}"))
        return (*w.tell("bindings.case.verdict", verdict=verdict), " ", reason)

    def alternatives(self) -> Table:
        """Return the proposal, what happens if nothing is signed, and two others."""
        w = self.write
        seen = {a["id"]: a for a in self.judged.get("alternatives", ())}
        key = self.row["key"]
        numbered = list(enumerate(self.row["alternatives"], start=1))
        zero = [(f"{key}:null", a) for _, a in numbered if a["zero"]]
        others = [(f"{key}:{n}", a) for n, a in numbered if not a["zero"]][:_OTHERS]
        rows = [self._alternative(self.content["title"], self.row, seen.get(key))]
        nothing = w.word("bindings.alternative.nothing_signed")
        if not zero and self.row["zero_confirmed"]:
            none = {"capital": 0.0, "running": 0.0, "tonnes": 0.0}
            rows.append(self._alternative(nothing, none, seen.get(f"{key}:null")))
        for id, a in (*zero, *others):
            called = a["name"] or nothing
            if a["zero"] and a["name"]:
                called = f"{nothing}: {a['name']}"
            rows.append(self._alternative(called, a, seen.get(id)))
        heads = ("capital", "running", "tonnes", "right")
        return Table(
            "alternatives",
            w.tell("bindings.alternative.heading"),
            (
                Column(w.tell("bindings.column.name"), False, 2.2),
                *(Column(w.tell(f"bindings.alternative.{h}")) for h in heads),
            ),
            tuple(rows),
        )

    def _alternative(
        self, name: str, values: Mapping[str, Any], seen: Mapping[str, Any] | None
    ) -> Row:
        w = self.write

        def cell(value: float | None) -> Cell:
            return Cell((w.number(value, ENTERED) if value is not None else self._unknown(),))

        right: Inlines = w.chance(seen["right_in"], JUDGED) if seen else (self._unknown(),)
        if seen and seen.get("breaks_duty"):
            right = w.tell("bindings.alternative.breaks_duty")
        return Row(
            Cell((w.name(name),)),
            (*(cell(values[n]) for n in ("capital", "running", "tonnes")), Cell(right)),
        )

    def _exits(self) -> Block:
        w, ways = self.write, self.row["exits"]
        if not ways:
            worth = leaving_worth(self.row)[1]
            if not worth:
                return Paragraph(w.tell("bindings.case.no_exit"))
            nok = w.name(kroner(worth, self.language))
            return Paragraph(w.tell("bindings.case.no_exit_worth", nok=nok))
        rows = tuple(
            Row(
                Cell((w.year(e["year"]),)),
                (
                    Cell((w.number(e["nok"], ENTERED),)),
                    Cell((Label(str(e.get("notice_months") or 0)),)),
                ),
            )
            for e in ways
        )
        return Table(
            "exits",
            w.tell("bindings.case.exits"),
            tuple(
                Column(w.tell(f"bindings.case.exit_{n}"), n != "year")
                for n in ("year", "nok", "months")
            ),
            rows,
        )
