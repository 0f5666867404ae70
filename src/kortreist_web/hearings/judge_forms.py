"""Forms of what follows a hearing: the version proposed, and what each change is."""

from __future__ import annotations

from typing import Any

from django import forms

from kortreist_web.core.forms import Form
from kortreist_web.core.texts import text
from kortreist_web.hearings.models import Hearing, SectionChange, SubmissionPoint
from kortreist_web.hearings.queries import title_of
from kortreist_web.hearings.section_changes import later_versions
from kortreist_web.participation.models import Answer

__all__ = ["JudgeForm", "ProposedForm"]


class ProposedForm(Form):
    """Which version is put forward after the hearing."""

    texts = "hearings.after"

    proposed = forms.ChoiceField()

    def __init__(self, data: Any = None, *, hearing: Hearing, **options: Any) -> None:
        super().__init__(data, **options)
        self.versions = {str(row.pk): row for row in later_versions(hearing)}
        self.choice_field("proposed").choices = [
            (key, text("hearings.after.version", title=title_of(row), number=row.number))
            for key, row in self.versions.items()
        ]


class JudgeForm(Form):
    """What the change of one section is, and which answers led to it."""

    texts = "hearings.judge"
    conditional = frozenset({"reason"})

    judgement = forms.ChoiceField(widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    answers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        data: Any = None,
        *,
        areas: bool,
        answered: list[tuple[SubmissionPoint, Answer]],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        kinds = [k for k in SectionChange.Judgement.values if areas or k != "new_area"]
        self.choice_field("judgement").choices = [
            (k, text(f"hearings.log.value.{k}")) for k in kinds
        ]
        self.known = {str(answer.pk): answer for _, answer in answered}
        self.choice_field("answers").choices = [
            (
                str(answer.pk),
                f"{point.submission.number}.{point.number} {point.submission.content['sender']}: "
                f"{(point.summary or point.quote)[:120]}",
            )
            for point, answer in answered
        ]
        if not answered:
            del self.fields["answers"]
