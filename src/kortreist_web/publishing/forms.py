"""The form with which something is withdrawn."""

from __future__ import annotations

from django import forms

from kortreist_web.ground.forms import Form

__all__ = ["WithdrawForm"]


class WithdrawForm(Form):
    """Why something is withdrawn: everybody reads it."""

    texts = "publishing.withdraw"
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
