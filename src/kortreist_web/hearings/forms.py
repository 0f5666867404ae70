"""Forms of the one who holds a hearing: prepare, announce, lay out, send, give more time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kortreist.facts import participation_rule
from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import language, text
from kortreist_web.decisions.models import Body
from kortreist_web.hearings.models import Hearing, Recipient
from kortreist_web.hearings.queries import can_be_heard
from kortreist_web.hearings.rules import RULES
from kortreist_web.participation.models import Process
from kortreist_web.tenants.models import Organisation

__all__ = [
    "AnnounceForm",
    "CompleteForm",
    "DocumentForm",
    "ExtendForm",
    "NoneForm",
    "PrepareForm",
    "RecipientForm",
]


def _rules() -> list[tuple[str, str]]:
    today = timezone.localdate()
    rows = [participation_rule(rule, today) for rule in RULES]
    return [(r.id, f"{r.text(language())} ({r.cited(language())})") for r in rows]


def _promises() -> list[tuple[str, str]]:
    return [(p, text(f"participation.promise.{p}")) for p in Process.Promise.values]


class PrepareForm(Form):
    """A hearing and its process: what, under which rule, from when, who decides."""

    texts = "hearings.form"

    heard = forms.ChoiceField()
    title = forms.CharField(max_length=200)
    question = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    promise = forms.ChoiceField(choices=_promises, initial="listen", widget=forms.RadioSelect)
    rule = forms.ChoiceField(choices=_rules)
    decided_by = forms.ModelChoiceField(Body.objects.none())
    decision_on = DayField()
    opens_on = DayField()
    closes_on = DayField(required=False)

    def __init__(self, data: Any = None, *, organisation: Organisation, **options: Any) -> None:
        super().__init__(data, **options)
        self._heard = {str(one.pk): one for one in can_be_heard(organisation)}
        self.choice_field("heard").choices = [(k, one.title) for k, one in self._heard.items()]
        self.row_field("decided_by").queryset = Body.objects.filter(organisation=organisation)

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return {**data, "heard": self._heard[data["heard"]].version}


class AnnounceForm(Form):
    """Where and when it is announced, and where the papers lie."""

    texts = "hearings.announce"

    announced_in = forms.CharField(max_length=200)
    announced_on = DayField()
    announced_at = forms.URLField(max_length=300, required=False, assume_scheme="https")
    paper_copy = forms.CharField(max_length=200, required=False)


class DocumentForm(Form):
    """A document that is laid out."""

    texts = "hearings.document"
    conditional = frozenset({"address", "file"})

    title = forms.CharField(max_length=200)
    address = forms.URLField(max_length=300, required=False, assume_scheme="https")
    file = forms.FileField(required=False)


class RecipientForm(Form):
    """A body that is asked."""

    texts = "hearings.recipient_form"

    name = forms.CharField(max_length=160)
    kind = forms.ChoiceField(
        choices=lambda: [(k, text(f"hearings.recipient.{k}")) for k in Recipient.Kind.values],
        initial=Recipient.Kind.ASSOCIATION,
    )
    may_object = forms.BooleanField(required=False)


class ExtendForm(Form):
    """A later last day, and why."""

    texts = "hearings.extend"

    to_day = DayField()
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CompleteForm(Form):
    """Where the table lies, where no case paper holds it."""

    texts = "hearings.complete"

    table_reference = forms.CharField(max_length=80, required=False)


class NoneForm(Form):
    """Why a body has said nothing."""

    texts = "hearings.none"

    because = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def announced(hearing: Hearing) -> dict[str, Any]:
    """Return what is known of the announcement, for its form."""
    return {name: getattr(hearing, name) for name in AnnounceForm.base_fields if name != "version"}
