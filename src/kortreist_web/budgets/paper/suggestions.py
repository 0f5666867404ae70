"""A first text for a case paper, made from the proposed budget's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Inlines, plain
from kortreist_web.budgets.money_totals import Sum
from kortreist_web.budgets.paper.words import DASH, ECONOMIC_SUM, BudgetWords
from kortreist_web.budgets.presenters import Line, Shown, present
from kortreist_web.budgets.reach import low_chance_short
from kortreist_web.core.body_words import filled_bodies
from kortreist_web.core.texts import web

__all__ = ["suggest"]


def suggest(content: Mapping[str, Any], language: str, county: bool = False) -> dict[str, str]:
    """Return the texts of a case paper: see :data:`kortreist_web.decisions.papers.FIELDS`.

    Every number in them is one of the content's, or a sum of them.

    Parameters
    ----------
    content : mapping
        A frozen budget's content.
    language : {"nb", "nn", "en"}
    county : bool
        Whether a county council is asked, not a municipal one.
    """
    writer = _Writer(content, language, county)
    return {
        "title": writer.title(),
        "summary": writer.summary(),
        "background": writer.background(),
        "assessment": writer.assessment(),
        "economic_consequences": writer.economic_consequences(),
        "recommendation": writer.recommendation(),
    }


class _Writer:
    def __init__(self, content: Mapping[str, Any], language: str, county: bool) -> None:
        self.content = content
        self.shown: Shown = present(content)
        self.write = BudgetWords(language, content)
        self.council = filled_bodies("<Council>", web(language).form, county)
        first, last = self.shown.years[0], self.shown.years[-1]
        self.period: Inlines = (self.write.year(first), DASH, self.write.year(last))
        self.place = self.write.name(content["organisation"]["name"])

    def _say(self, key: str, **values: Any) -> str:
        return plain(self.write.tell(f"decisions.suggest.{key}", **values))

    def title(self) -> str:
        key = "title_amends" if self.content["amends"] else "title"
        return self._say(key, place=self.place, period=self.period)

    def summary(self) -> str:
        w, target, last = self.write, self.content["target"], self.shown.last_year
        out = [
            self._say(
                "goal",
                place=self.place,
                period=self.period,
                cut=w.goal(target["reduction"], target["origin"], target.get("reduction_high")),
                reference=w.year(target["reference_year"]),
                target=w.year(target["target_year"]),
                boundary=w.text(f"boundary.{target['boundary']}"),
            )
        ]
        if last and last.frame is not None and last.baseline and last.pathway:
            out.append(
                self._say(
                    "frame",
                    year=w.year(last.year),
                    frame=w.tonnes(last.frame, "formula/frame"),
                    baseline=w.tonnes(last.baseline["central"], "formula/baseline"),
                    pathway=w.tonnes(last.pathway["central"], "formula/pathway"),
                    span=w.span(last.pathway["low"], last.pathway["high"], "formula/pathway"),
                )
            )
            if self.shown.open:
                tonnes = w.tonnes(self.shown.open.tonnes[last.year], "formula/effect")
                out.append(self._say("kept_open", year=w.year(last.year), tonnes=tonnes))
            out.append(
                self._say(
                    "chance",
                    year=w.year(last.year),
                    chance=w.chance(last.probability, "formula/probability"),
                )
            )
        counted = len(self.shown.lines)
        key = "lines" if self.shown.unquantified else "lines_all"
        out.append(
            self._say(
                key,
                n=w.number(counted, self._count()),
                unquantified=w.number(self.shown.unquantified, self._count()),
                cost=w.with_range(self._municipality()),
                period=self.period,
            )
        )
        return "\n\n".join(out)

    def _count(self) -> str:
        return self.write.first("formula/count", "formula/cost")

    def _municipality(self) -> Sum:
        return self.shown.totals.by_bearer["municipality"]

    def assessment(self) -> str:
        w, out = self.write, []
        rows = [(r, self.shown.left(r)) for r in self.shown.rows if r.in_plan]
        over = [(r, left) for r, left in rows if left is not None and left > 0]
        if over:
            last, left = over[-1]
            out.append(
                self._say(
                    "over",
                    years=w.listed([(w.year(r.year),) for r, _ in over]),
                    year=w.year(last.year),
                    left=w.tonnes(left, w.first("formula/gap", "formula/pathway")),
                )
            )
        else:
            out.append(self._say("within"))
        if top := self._largest():
            names = w.listed([self._effect(line) for line in top])
            out.append(self._say("largest", year=w.year(self.shown.years[-1]), measures=names))
        out.append(self._say("uncertain"))
        return "\n\n".join(out)

    def background(self) -> str:
        """Return what a climate budget is, where emissions stand, and whose figures they are."""
        w, target, vintage = self.write, self.content["target"], self.content["vintage"]
        history = {int(y): v for y, v in self.content["history"].items()}
        out = [self._say("what")]
        then, now = target["reference_year"], max(history, default=None)
        if now is not None and history.get(then) is not None and now != then:
            ref = w.first(f"vintage/{self._edition()}", "formula/frame")
            out.append(
                self._say(
                    "history",
                    boundary=w.text(f"boundary.{target['boundary']}"),
                    reference=w.year(then),
                    then=w.tonnes(history[then], ref),
                    year=w.year(now),
                    now=w.tonnes(history[now], ref),
                )
            )
        if vintage.get("date"):
            edition = {
                "origin": w.name(vintage.get("origin", "")),
                "date": w.date(vintage["date"]),
            }
            out.append(self._say("edition", **edition))
        return "\n\n".join(out)

    def _edition(self) -> str:
        return str(self.content["pins"].get("vintage") or self.content["vintage"].get("id", ""))

    def economic_consequences(self) -> str:
        """Return what it costs the municipality and everybody, and what is set aside."""
        w = self.write
        out = [
            self._say(
                "cost",
                period=self.period,
                cost=w.with_range(self._municipality()),
                everybody=w.with_range(self.shown.totals.total),
            )
        ]
        missing = [x for x in self.shown.lines if x.total.missing]
        if missing:
            out.append(self._say("missing", n=w.number(len(missing), self._count())))
        out.append(self._economic())
        return "\n\n".join(out)

    def _largest(self) -> list[Line]:
        last = self.shown.years[-1]
        effects = [(band["central"], x) for x in self.shown.lines if (band := x.effect[last])]
        return [line for _, line in sorted(effects, key=lambda pair: -pair[0])[:3]]

    def _effect(self, line: Line) -> Inlines:
        w, last = self.write, self.shown.years[-1]
        name = line.data["name"]
        label = name.get(w.language) or name.get("nb") or line.data["measure"]
        band = line.effect[last] or {}
        return (w.name(label), " (", *w.tonnes(band.get("central"), "formula/effect"), ")")

    def _economic(self) -> str:
        planned = [c.total.planned for c in self.shown.compared if c.total.planned is not None]
        if not planned:
            return self._say("economic_none")
        total = self.write.sum_of(Sum(sum(planned)), ECONOMIC_SUM)
        n = self.write.number(len(planned), self._count())
        return self._say("economic", amount=total, n=n, period=self.period)

    def recommendation(self) -> str:
        w = self.write
        frames = [
            (w.year(r.year), ": ", *w.tonnes(r.frame, "formula/frame"))
            for r in self.shown.rows
            if r.in_plan and r.frame is not None
        ]
        points = [
            self._say(
                "adopt_change" if self.content["amends"] else "adopt",
                council=self.council,
                place=self.place,
                period=self.period,
            ),
            " ".join(
                part
                for part in (
                    self._say("adopt_frame", frames=w.join(frames, "; ")),
                    plain(low_chance_short(w, self.content)),
                )
                if part
            ),
            self._say(
                "adopt_money",
                cost=w.rounded(self._municipality()),
                period=self.period,
                prices=w.prices(),
            ),
            self._say("adopt_report"),
        ]
        return "\n".join(f"{n}. {point}" for n, point in enumerate(points, start=1))
