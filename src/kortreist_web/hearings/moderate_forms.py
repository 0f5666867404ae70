"""Forms of moderation: what is done, by which rule and why; an appeal, and what came of it."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text
from kortreist_web.hearings.actions.moderate import Redaction
from kortreist_web.hearings.attachments import checked
from kortreist_web.hearings.models import FileCopy, Submission
from kortreist_web.participation.models import Appeal, ModerationAct
from kortreist_web.participation.moderation_rules import moderation_rules

__all__ = ["AppealForm", "BulkForm", "DecideForm", "ModerateForm"]


def _rules() -> list[tuple[str, str]]:
    return [(key, rule.name) for key, rule in moderation_rules().items()]


def _acts(*without: str) -> list[tuple[str, str]]:
    acts = [act for act in ModerationAct.Act.values if act not in without]
    return [(act, text(f"hearings.moderate_act.{act}")) for act in acts]


class BulkForm(Form):
    """What is done with those that are ticked."""

    texts = "hearings.moderate"

    act = forms.ChoiceField(choices=lambda: _acts("redact"))
    rule = forms.ChoiceField(choices=_rules)
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ModerateForm(Form):
    """What is done with one submission, and what is taken out of its public copy."""

    texts = "hearings.moderate"

    act = forms.ChoiceField(choices=_acts, widget=forms.RadioSelect)
    rule = forms.ChoiceField(choices=_rules)
    words = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    name = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, submission: Submission, **options: Any) -> None:
        handling = submission.handling
        initial = {
            "words": "\n".join(handling.redactions),
            "name": handling.name_withheld,
            "rule": handling.public_rule,
        }
        super().__init__(data, initial=initial, **options)
        self.own_files = list(submission.files.defer("data").select_related("copy"))
        for row in self.own_files:
            copy = getattr(row, "copy", None)
            shown = isinstance(copy, FileCopy) and copy.checked
            self.fields[f"checked_{row.pk}"] = forms.BooleanField(
                required=False,
                initial=shown,
                label=text("hearings.moderate.checked", name=row.name),
            )
            self.fields[f"copy_{row.pk}"] = forms.FileField(
                required=False, label=text("hearings.moderate.copy", name=row.name)
            )

    def redaction(self) -> Redaction:
        """Return what is taken out.

        Raises
        ------
        RefusedError
            A file that cannot be taken in.
        """
        data = self.cleaned_data
        copies = {}
        for row in self.own_files:
            if file := data.get(f"copy_{row.pk}"):
                (copies[row.pk],) = checked([(file.name or "", file.read())])
        keys = [row.pk for row in self.own_files if data.get(f"checked_{row.pk}")]
        return Redaction(data["words"].splitlines(), data["name"], keys, copies)


class AppealForm(Form):
    """Why somebody thinks that it should be looked at again."""

    texts = "hearings.appeal"

    text = forms.CharField(max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))


class DecideForm(Form):
    """What came of an appeal."""

    texts = "hearings.appeal"

    outcome = forms.ChoiceField(
        choices=lambda: [(o, text(f"participation.log.value.{o}")) for o in Appeal.Outcome.values]
    )
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
