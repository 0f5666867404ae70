"""The forms with which something is withdrawn, and another system is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings

from kortreist_web.core.events import event_text, events
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, text
from kortreist_web.publishing.outbound import ForbiddenAddressError, open_to

__all__ = ["WebhookForm", "WithdrawForm"]


class WithdrawForm(Form):
    """Why something is withdrawn: everybody reads it."""

    texts = "publishing.withdraw"
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def _event_choices() -> list[tuple[str, Text]]:
    return [(e, Text(event_text(e))) for e in events()]


class WebhookForm(Form):
    """An address and what it is told about."""

    texts = "publishing.webhook"
    url = forms.URLField(max_length=300, assume_scheme="https")
    events = forms.MultipleChoiceField(
        choices=_event_choices,
        widget=forms.CheckboxSelectMultiple,
        initial=events,
    )
    why = forms.CharField(max_length=300, required=False)

    def clean_url(self) -> Any:
        """Refuse what a message could not be sent to, while somebody is there to mend it."""
        url = self.cleaned_data["url"]
        parts = urlsplit(url)
        schemes = ("https", "http") if settings.WEBHOOK_NETWORKS else ("https",)
        if parts.scheme not in schemes or parts.username or parts.password or parts.fragment:
            raise forms.ValidationError(text("publishing.webhook.not_https"))
        try:
            open_to(url)
        except ForbiddenAddressError:
            raise forms.ValidationError(text("publishing.webhook.inside")) from None
        except (OSError, UnicodeError):
            host = parts.hostname or ""
            raise forms.ValidationError(text("publishing.webhook.nowhere", host=host)) from None
        return url
