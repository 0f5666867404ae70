"""Forms of case papers and resolutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.decisions.checksums import checksums_in
from kortreist_web.decisions.meetings import Meeting, MeetingError, read_meetings
from kortreist_web.decisions.models import Resolution

__all__ = ["CorrectForm", "PaperForm", "RecordForm"]


class PaperForm(Form):
    """The case paper's own texts; the figures follow by themselves."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    case_number = forms.CharField(required=False, max_length=40)
    case_officer = forms.CharField(required=False, max_length=120)
    dated_on = DayField(required=False)
    meetings = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    title = forms.CharField(max_length=200)
    recommendation = forms.CharField(max_length=20_000, widget=forms.Textarea)
    summary = forms.CharField(max_length=20_000, widget=forms.Textarea)
    background = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea)
    assessment = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea)
    economic_consequences = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea
    )
    texts = "decisions.paper_form"

    def clean_meetings(self) -> list[Meeting]:
        """Return the meetings typed; a line that is none is named."""
        try:
            return read_meetings(self.cleaned_data["meetings"])
        except MeetingError as error:
            raise ValidationError(
                text("decisions.paper_form.no_meeting", line=error.line)
            ) from error


class RecordForm(Form):
    """What the council decided, where and when."""

    body = forms.CharField(max_length=120)
    decided_on = DayField()
    case_number = forms.CharField(max_length=40)
    archive_reference = forms.CharField(max_length=80)
    title = forms.CharField(max_length=200)
    text = forms.CharField(max_length=40_000, widget=forms.Textarea)
    outcome = forms.ChoiceField(
        choices=[(o, Text(f"decisions.outcome.{o}")) for o in Resolution.Outcome.values],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        required=False,
        max_length=500,
        label=Text("core.why"),
        help_text=Text("core.why_help"),
    )
    checksum_confirmed = forms.BooleanField(required=False)
    texts = "decisions.record_form"

    def __init__(self, *args: Any, kind_texts: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_bound or not checksums_in(self.data.get("text", "")):
            del self.fields["checksum_confirmed"]  # there is nothing to confirm yet
        self.fields["outcome"].help_text = text(f"{kind_texts}.outcome_help")


class CorrectForm(RecordForm):
    """What the minutes say, where something else was recorded."""

    why = forms.CharField(max_length=500, label=Text("core.why"))
    field_order = (
        "body",
        "decided_on",
        "case_number",
        "archive_reference",
        "title",
        "text",
        "checksum_confirmed",
        "outcome",
        "why",
    )

    def __init__(self, *args: Any, kind_texts: str, **options: Any) -> None:
        super().__init__(*args, kind_texts=kind_texts, **options)
        self.fields["why"].help_text = text("decisions.correct.why_help")
