"""Forms of the economic plan's lines: a table that is sent in, and what each line pays for."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text

__all__ = ["ImportForm", "LinkForm"]


class ImportForm(Form):
    """Send in the economic plan's lines as a table."""

    file = forms.FileField()
    year = forms.TypedChoiceField(coerce=int)
    amounts_in = forms.TypedChoiceField(coerce=int)
    texts = "budgets.form"

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.choice_field("year").choices = [(y, y) for y in years]
        self.choice_field("amounts_in").choices = [
            # Nothing is taken for granted: read as kroner, thousands are a thousandth.
            ("", text("budgets.form.choose_unit")),
            (1, text("budgets.form.in_kroner")),
            (1000, text("budgets.form.in_thousands")),
        ]


class LinkForm(Form):
    """For each economic line: which measure it pays for."""

    def __init__(
        self, *args: Any, economic: list[Any], lines: list[tuple[str, str]], **options: Any
    ) -> None:
        self.economic = economic
        choices = [("", text("budgets.link.nothing")), *lines]
        made: dict[str, forms.Field] = dict(self.declared_fields)
        for e in economic:
            made[f"line_{e.pk}"] = forms.ChoiceField(choices=choices, required=False, label=e.text)
            made[f"version_{e.pk}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.set_fields(made)
        first: dict[str, Any] = {f"line_{e.pk}": _measure(e) for e in economic}
        first |= {f"version_{e.pk}": e.version for e in economic}
        super().__init__(*args, initial=first, **options)

    def rows(self) -> list[dict[str, Any]]:
        """Return each line with its field, for the page."""
        return [
            {"line": e, "field": self[f"line_{e.pk}"], "version": self[f"version_{e.pk}"]}
            for e in self.economic
        ]


def _measure(economic: Any) -> str:
    return economic.line.measure if economic.line else ""
