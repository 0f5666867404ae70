"""Forms of plans: a new one, and a try on the what-if page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from kortreist.arguments import RANGES, is_bare_share
from kortreist.documents.format.digits import rounded_price
from kortreist_web.core.fields import NumberField, YearField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import Stated
from kortreist_web.plans.commitments import Planned
from kortreist_web.plans.questions import FULL_FUTURES
from kortreist_web.plans.rows import Named

__all__ = ["KeepForm", "NewForm", "Switch", "TryForm", "Wish"]

#: A measure's wish on the what-if page: as the plan finds best, left out, or a start year.
FREE, OUT = "", "out"
#: Where the law's target is planned by although the municipality has its own.
BY_LAW = "law"
_TRIED = ("money_nok", "staff_fte", "dearest")


#: What a plan may leave out, as it is offered: the first is all inside the border.
WITHOUT: tuple[tuple[str, ...], ...] = (
    (),
    ("ets",),
    ("shipping", "aviation"),
    ("ets", "shipping", "aviation"),
    ("others",),
)


def _without() -> list[tuple[str, str]]:
    from kortreist.accounts import Naming

    names = Naming(language())
    return [
        (",".join(w), capfirst(names.without(w)) if w else text("plans.form.whole"))
        for w in WITHOUT
    ]


def _frame_starts() -> list[tuple[str, str]]:
    return [(kind, text(f"plans.form.start_{kind}")) for kind in ("last", "mean3")]


class CutField(NumberField):
    """A cut in per cent, with or without the sign; 0,55 without it may be a share."""

    def to_python(self, value: Any) -> float | int | None:
        """Return per cent.

        Raises
        ------
        ValidationError
            Not a number, or one from 0 to 1 without the sign.
        """
        text_ = str(value or "")
        number = super().to_python(text_.strip().removesuffix("%").strip())
        if number is not None and is_bare_share(text_, number):
            raise ValidationError(engine()("errors.input.bare_share", value=text_.strip()))
        return number


class NewForm(Form):
    """What a new plan is asked.

    Parameters
    ----------
    county : bool
        A county's plan is the sum of its municipalities': their money and staff are their own.
    goals : sequence of Stated
        What the council has adopted; the first that a path is computed for is chosen.
    assumed : mapping of str to str, optional
        What the program assumes where a limit is left empty: ``money``, ``staff``, ``nok``,
        ``year``, ``factor``.
    """

    texts = "plans.form"
    # What limits a plan most is asked first: left empty it is the program's assumption.
    field_order = ("name", "money_nok", "staff_fte")

    name = forms.CharField(max_length=120)
    aim = forms.ChoiceField(required=False)
    money_nok = NumberField(required=False, min_value=0, max_value=RANGES["money_nok"].high)
    staff_fte = NumberField(required=False, min_value=0, max_value=RANGES["staff_fte"].high)
    dearest = NumberField(required=False, min_value=1, max_value=RANGES["dearest"].high)
    reduction = CutField(required=False, min_value=0, max_value=100)
    target_year = YearField(required=False, min_value=2026, max_value=2060)
    without = forms.ChoiceField(required=False, choices=_without)
    frame_start = forms.ChoiceField(required=False, choices=_frame_starts)
    futures = NumberField(
        required=False,
        min_value=int(RANGES["futures_count"].low),
        max_value=int(RANGES["futures_count"].high),
        whole=True,
        initial=FULL_FUTURES,
    )

    def __init__(
        self,
        *args: Any,
        county: bool = False,
        goals: Sequence[Stated] = (),
        assumed: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        # What an empty field stands for, with its source and mark.
        for name in _TRIED:
            self.fields[name].help_text = text(f"plans.form.{name}_help", **(assumed or {}))
        self.goals = {str(s.goal.pk): s.goal for s in goals if not s.reason}
        if self.goals:
            aim = self.fields["aim"]
            assert isinstance(aim, forms.ChoiceField)
            aim.choices = [
                *((str(s.goal.pk), capfirst(s.words)) for s in goals if not s.reason),
                (BY_LAW, text("goals.plan.law")),
            ]
        else:
            del self.fields["aim"]
        if county:
            del self.fields["money_nok"], self.fields["staff_fte"]

    def clean(self) -> dict[str, Any]:
        """Ask for the cut where there is a year of one's own."""
        data = super().clean() or {}
        unsaid = data.get("target_year") is None and "target_year" not in self.errors
        if data.get("reduction") is not None and unsaid:
            self.add_error("target_year", text("plans.error.target_year"))
        adopted, without = self._adopted(data), data.get("without")
        if adopted is not None and without and without != ",".join(adopted.without or ()):
            self.add_error("without", text("plans.error.without_goal"))
        return data

    def _adopted(self, data: Mapping[str, Any]) -> AdoptedGoal | None:
        """Return the council's goal that is planned by; a cut of one's own comes first."""
        if data.get("reduction") is not None or data.get("target_year") is not None:
            return None
        return self.goals.get(data.get("aim") or "")

    def question(self) -> dict[str, Any]:
        """Return what is asked, without the organisation's decisions."""
        f = self.cleaned_data
        reduction, aim = f["reduction"], f.get("aim")
        adopted, without = self._adopted(f), [part for part in f["without"].split(",") if part]
        if adopted is not None:
            # A goal is for its own emissions, and for nothing else.
            without = list(adopted.without or ())
        return {
            "goal": adopted.pk if adopted is not None else None,
            "by_law": aim == BY_LAW and reduction is None,
            "money_nok": f.get("money_nok"),
            "staff_fte": f.get("staff_fte"),
            "dearest": f["dearest"],
            "reduction": None if reduction is None else reduction / 100,
            "target_year": f["target_year"],
            "without": without,
            "frame_start": f["frame_start"] or "last",
        }


class KeepForm(Form):
    """The name under which a try is kept."""

    texts = "plans.keep"

    name = forms.CharField(max_length=120)


@dataclass(frozen=True, slots=True)
class Wish:
    """A row of the what-if page: a measure, its group now, and what is wished of it."""

    measure: Named
    group: str
    field: str
    options: tuple[tuple[str, str, bool], ...]
    #: Whether what is wished is another than in the plan.
    changed: bool = False

    @property
    def wished(self) -> bool:
        """Tell whether something is wished."""
        return any(chosen for value, _, chosen in self.options if value)


@dataclass(frozen=True, slots=True)
class Switch:
    """What is planned and binds, off in the plan: ``on`` where it is tried."""

    planned: Planned
    field: str
    on: bool


class TryForm(Form):
    """Money, staff and price limit of a try; measures and bindings are read beside it."""

    texts = "plans.try"

    money_nok = NumberField(required=False, min_value=0, max_value=RANGES["money_nok"].high)
    staff_fte = NumberField(required=False, min_value=0, max_value=RANGES["staff_fte"].high)
    dearest = NumberField(required=False, min_value=1, max_value=RANGES["dearest"].high)

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        question: dict[str, Any],
        years: Sequence[int],
        compared: Sequence[tuple[Named, str]],
        limits: Mapping[str, Any],
        dearest: Mapping[str, float] | None = None,
        planned: Sequence[Planned] = (),
        original: Mapping[str, Any] | None = None,
    ) -> None:
        self.planned, self.original = planned, original or question
        self.base, self.years, self.compared = question, [str(y) for y in years], compared
        initial = {k: question.get(k) for k in _TRIED}
        super().__init__(data, initial=initial)
        now = {"money_nok": limits["money_nok_per_year"], "staff_fte": limits["staff_fte"]}
        for name, value in now.items():
            decimals = 0 if name == "money_nok" else 1
            shown = web().number(value, decimals)
            self.fields[name].help_text = text(f"plans.try.{name}_help", value=shown)
        # A plan made before there was a limit of one's own says nothing of it.
        bar = rounded_price(dearest[min(dearest)]) if dearest else None
        self.fields["dearest"].help_text = text("plans.try.dearest_help", value=web().number(bar))

    def _wish(self, id: str) -> str:
        if self.is_bound:
            value = str(self.data.get(f"m_{id}", FREE))
            return value if value in (FREE, OUT, *self._years(id)) else FREE
        return self._said(self.base, id)

    @staticmethod
    def _said(question: Mapping[str, Any], id: str) -> str:
        return OUT if id in question["excluded"] else str(question["fixed"].get(id, FREE))

    def _years(self, id: str) -> list[str]:
        # A year already decided may lie outside the plan's years; it can be kept.
        decided = self.base["fixed"].get(id)
        years = {*self.years, *([str(decided)] if decided else [])}
        return sorted(years)

    def wishes(self) -> list[Wish]:
        """Return the measures with what is wished of each."""
        out = []
        for named, group in self.compared:
            now = self._wish(named.id)
            choices = [(FREE, text("plans.try.free")), (OUT, text("plans.try.out"))]
            choices += [(y, text("plans.try.start", year=y)) for y in self._years(named.id)]
            options = tuple((v, label, v == now) for v, label in choices)
            changed = now != self._said(self.original, named.id)
            out.append(Wish(named, group, f"m_{named.id}", options, changed))
        return out

    def switches(self) -> list[Switch]:
        """Return what is planned and binds, with whether it is tried."""
        there = {row["key"] for row in self.base.get("bindings", ())}
        return [
            Switch(p, name, name in self.data if self.is_bound else p.key in there)
            for p in self.planned
            for name in [f"b_{p.key}"]
        ]

    def _bindings(self) -> list[dict[str, Any]]:
        """Return what is decided, and what is planned and tried."""
        mine = {p.key for p in self.planned}
        decided = [row for row in self.base.get("bindings", ()) if row["key"] not in mine]
        tried = [s.planned.row for s in self.switches() if s.on and not s.planned.missing]
        return [*decided, *tried]

    def question(self) -> dict[str, Any]:
        """Return the whole question of the try."""
        ids = {named.id for named, _ in self.compared}
        # A decision on a measure that is not on the page stays as it is.
        fixed = {k: v for k, v in self.base["fixed"].items() if k not in ids}
        excluded = [k for k in self.base["excluded"] if k not in ids]
        for id in ids:
            wish = self._wish(id)
            if wish == OUT:
                excluded.append(id)
            elif wish != FREE:
                fixed[id] = int(wish)
        demands = {k: self.cleaned_data[k] for k in _TRIED}
        return {
            **self.base,
            **demands,
            "fixed": fixed,
            "excluded": sorted(excluded),
            # Said also where there are none: what is decided since is not in the plan.
            "bindings": self._bindings(),
            "goals": self.base.get("goals", []),
        }
