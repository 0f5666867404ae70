"""Forms by which an officer enters what came another way than on the web."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.fields import DayField
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.hearings.email_text import PastedEmail
from kortreist_web.hearings.models import Hearing, Recipient, Submission
from kortreist_web.hearings.submit_forms import SubmitForm

__all__ = ["EnterForm", "PasteForm", "recognised"]

_WAYS = [way for way in Submission.ReceivedBy.values if way != Submission.ReceivedBy.WEB]


class PasteForm(Form):
    """An e-mail: pasted, or as a file."""

    texts = "hearings.paste"
    conditional = frozenset({"pasted", "eml"})

    pasted = forms.CharField(
        max_length=500_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    eml = forms.FileField(required=False)


class EnterForm(SubmitForm):
    """What came by e-mail, on paper, from the case system or at a meeting."""

    understood = None  # type: ignore[assignment]

    received_by = forms.ChoiceField(
        label=Text("hearings.enter.received_by"),
        help_text=Text("hearings.enter.received_by_help"),
        choices=lambda: [(way, text(f"hearings.log.value.{way}")) for way in _WAYS],
    )
    received_on = DayField(
        label=Text("hearings.enter.received_on"), help_text=Text("hearings.enter.received_on_help")
    )
    archive_reference = forms.CharField(
        max_length=80,
        required=False,
        label=Text("hearings.enter.archive_reference"),
        help_text=Text("hearings.enter.archive_reference_help"),
    )
    recipient = forms.ModelChoiceField(
        Recipient.objects.none(),
        required=False,
        label=Text("hearings.enter.recipient"),
        help_text=Text("hearings.enter.recipient_help"),
        empty_label=Text("hearings.enter.no_recipient"),
    )

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, hearing=hearing, **options)
        field = self.row_field("recipient")
        field.queryset = Recipient.objects.filter(hearing=hearing)
        setattr(field, "label_from_instance", lambda row: row.name)  # noqa: B010
        self.fields["sender"].help_text = text("hearings.enter.sender_help")
        self.fields["email"].help_text = text("hearings.enter.email_help")


def recognised(mail: PastedEmail) -> dict[str, Any]:
    """Return what was recognised of an e-mail, for the form it is confirmed in."""
    subject = f"{mail.subject}\n\n" if mail.subject and mail.subject not in mail.text else ""
    return {
        "received_by": Submission.ReceivedBy.EMAIL,
        "sender": mail.sender[:160],
        "email": mail.address,
        "received_on": mail.sent_on,
        "text": subject + mail.text,
    }
