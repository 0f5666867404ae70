"""Forms of what a resolution leads to: its points, and the vote."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.decisions.models import Body, BodyMember, Resolution, ResolutionPoint, Vote
from kortreist_web.tasks.owners import NOBODY, Owner, OwnerField

__all__ = ["PointForm", "ReasonForm", "VoteForm"]

_PARTY = re.compile(r"(.+?)\s*:\s*(\d{1,3})\s*[-–/]\s*(\d{1,3})")


class _Point(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}. {obj.text[:60]}"


class _Resolved(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.case_number} {obj.title}"


class PointForm(Form):
    """A point: what it asks for, of whom, until when, and what a later resolution made of it."""

    texts = "decisions.point_form"
    number = forms.IntegerField(min_value=1, max_value=99)
    text = forms.CharField(max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        choices=[(k, Text(f"decisions.point_kind.{k}")) for k in ResolutionPoint.Kind.values]
    )
    owner = OwnerField()
    due = DayField(required=False)
    changed_by = _Resolved(Resolution.objects.none(), required=False)
    lapsed_by = _Resolved(Resolution.objects.none(), required=False)
    why = forms.CharField(required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        resolution: Resolution,
        new: bool,
        owner: Owner = NOBODY,
        asked: bool = False,
        may_reword: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        organisation = resolution.organisation
        cast("OwnerField", self.fields["owner"]).choose_from(
            organisation, timezone.localdate(), (owner,)
        )
        later = Resolution.objects.filter(
            organisation=organisation,
            decided_on__gte=resolution.decided_on,
            outcome=Resolution.Outcome.ADOPTED,
        ).exclude(pk=resolution.pk)
        for name in ("changed_by", "lapsed_by"):
            self.row_field(name).queryset = later
            if new or not later.exists():
                del self.fields[name]
        if not new:
            del self.fields["number"]
        if asked and not may_reword:
            del self.fields["text"], self.fields["kind"]
        if not asked or not (may_reword or "changed_by" in self.fields):
            del self.fields["why"]


class ReasonForm(Form):
    """Why something is removed."""

    why = forms.CharField(max_length=500, label=Text("core.why"), help_text=Text("core.why_help"))


class VoteForm(Form):
    """How a body voted: numbers, parties, and who was disqualified."""

    texts = "decisions.vote_form"
    body = forms.ModelChoiceField(Body.objects.none())
    point = _Point(ResolutionPoint.objects.none(), required=False)
    votes_for = forms.IntegerField(min_value=0, max_value=999)
    votes_against = forms.IntegerField(min_value=0, max_value=999)
    casting_vote = forms.ChoiceField(
        required=False,
        choices=[
            ("", Text("core.not_chosen")),
            *((c, Text(f"decisions.casting.{c}")) for c in Vote.Casting.values),
        ],
    )
    by_party = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    disqualified = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    deputies_met = forms.IntegerField(required=False, min_value=0, max_value=999)
    confirmed = forms.BooleanField(required=False)
    why = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, resolution: Resolution, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound and not resolution.votes.exists():
            del self.fields["confirmed"], self.fields["why"]  # there is nothing to confirm yet
        self.resolution = resolution
        self.row_field("body").queryset = Body.objects.filter(organisation=resolution.organisation)
        points = resolution.points.all()
        self.row_field("point").queryset = points
        if not points:
            del self.fields["point"]

    def clean_by_party(self) -> dict[str, tuple[int, int]]:
        """Return party → votes for and against, a line each: ``Ap: 7-2``."""
        votes: dict[str, tuple[int, int]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["by_party"].splitlines())):
            match = _PARTY.fullmatch(line)
            if match is None or match[1] in votes:
                raise ValidationError(text("decisions.vote_form.party_line", line=line))
            votes[match[1]] = int(match[2]), int(match[3])
        return votes

    def clean(self) -> dict[str, Any]:
        """Find those who were disqualified, a line each: ``Name: ground``."""
        data: dict[str, Any] = super().clean() or {}
        body, disqualified = data.get("body"), {}
        members: dict[str, BodyMember] = {}
        if body is not None:
            day = self.resolution.decided_on
            rows = [*body.deputies_on(day), *body.members_on(day)]
            members = {m.name.casefold(): m for m in rows}
        for line in filter(None, map(str.strip, data.get("disqualified", "").splitlines())):
            name, _, ground = (part.strip() for part in line.partition(":"))
            member = members.get(name.casefold())
            if member is None or not ground:
                key = "ground" if member else "member"
                self.add_error("disqualified", text(f"decisions.vote_form.no_{key}", line=line))
            else:
                disqualified[member] = ground[:200]
        data["disqualified"] = disqualified
        return data
