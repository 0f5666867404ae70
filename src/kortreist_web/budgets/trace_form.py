"""The form with which a measure, or an indicator, is followed."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text

__all__ = ["TraceForm"]


class TraceForm(Form):
    """Choose a measure, or an indicator, to follow."""

    measure = forms.ChoiceField(required=False)
    indicator = forms.ChoiceField(required=False)
    texts = "decisions.trace_form"

    def __init__(
        self, *args: Any, measures: list[Any], indicators: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.choice_field("measure").choices = [("", text("decisions.trace.any")), *measures]
        self.choice_field("indicator").choices = [("", text("decisions.trace.any")), *indicators]
