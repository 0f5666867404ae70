"""The form by which anybody says something in a hearing, without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.submit import Contact, Words
from kortreist_web.hearings.attachments import MOST_FILES, Attachment, checked
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.hearings.queries import sections_of

__all__ = ["SubmitForm"]


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _SeveralFiles(forms.FileField):
    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files, none of them empty."""
        rows = data if isinstance(data, list | tuple) else [data]
        return [super(_SeveralFiles, self).clean(one, initial) for one in rows if one]


class SubmitForm(Form):
    """What somebody says: her name, the sections, the words, files, and how she is reached."""

    texts = "hearings.submit"
    conditional = frozenset({"text", "attachments"})

    sender = forms.CharField(max_length=160)
    sender_kind = forms.ChoiceField(
        choices=lambda: [
            (k, text(f"hearings.sender_kind.{k}")) for k in Submission.SenderKind.values
        ],
        initial=Submission.SenderKind.PERSON,
    )
    sections = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 10}))
    attachments = _SeveralFiles(required=False)
    email = forms.EmailField(max_length=254, required=False)
    phone = forms.CharField(max_length=40, required=False)
    understood = forms.BooleanField()

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        rows = sections_of(hearing.heard)
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (one.key, one.heading) for one in rows
        ]
        help_text = text("hearings.submit.attachments_help", most=MOST_FILES)
        self.fields["attachments"].help_text = help_text

    def words(self) -> Words:
        """Return what is frozen."""
        data = self.cleaned_data
        return Words(
            data["sender"], data["sender_kind"], data["text"], data["sections"], language()
        )

    def contact(self) -> Contact:
        """Return how she is reached."""
        return Contact(self.cleaned_data["email"], self.cleaned_data["phone"])

    def taken(self) -> list[Attachment]:
        """Return the files that can be taken in.

        Raises
        ------
        RefusedError
        InputError
        """
        return checked([(one.name or "", one.read()) for one in self.cleaned_data["attachments"]])
