"""Drafts of forms: kept while a person types, shown again, forgotten when saved.

A table that has been read and waits for its person to say yes is kept as one too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.actors import Organisation, Visitor
from kortreist_web.core.characters import first_bad, without_bad
from kortreist_web.people.models import FormDraft

__all__ = [
    "FormDrafts",
    "delete_draft",
    "delete_old_drafts",
    "load_draft",
    "load_rows",
    "save_draft",
    "save_rows",
]

#: Older drafts are not shown, and removed: the page has changed under them.
KEPT_FOR = timedelta(days=14)
#: Of one draft, and how many one person has: a disk must not be filled by typing.
_MAX_CHARACTERS, _MAX_DRAFTS = 100_000, 30


def delete_old_drafts() -> None:
    """Remove everybody's drafts that are too old to be shown."""
    FormDraft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()


def _all(user: Visitor, organisation: Organisation, form: str) -> Any:
    return FormDraft.objects.filter(user_id=user.pk, organisation_id=organisation.pk, form=form)


def load_draft(user: Visitor, organisation: Organisation, form: str) -> FormDraft | None:
    """Return the person's draft of a form, if there is one young enough."""
    if not user.is_authenticated:
        return None
    since = timezone.now() - KEPT_FOR
    draft: FormDraft | None = _all(user, organisation, form).filter(saved_at__gte=since).first()
    return draft


def save_draft(
    user: Visitor, organisation: Organisation, form: str, fields: dict[str, Any]
) -> None:
    """Keep what is typed; passwords and files never are."""
    if not user.is_authenticated:
        return
    small: dict[str, Any] = {}
    for name, value in fields.items():
        if not name.startswith(("password", "csrf")) and len(str(value)) <= _MAX_CHARACTERS:
            small[without_bad(name)] = without_bad(value) if isinstance(value, str) else value
    if len(str(small)) > 2 * _MAX_CHARACTERS or first_bad(small) is not None:
        return
    FormDraft.objects.update_or_create(
        user_id=user.pk, organisation_id=organisation.pk, form=form, defaults={"fields": small}
    )
    newest = FormDraft.objects.filter(user_id=user.pk).order_by("-saved_at").values("pk")
    if old := [row["pk"] for row in newest[_MAX_DRAFTS:]]:
        FormDraft.objects.filter(pk__in=old).delete()


def save_rows(
    user: Visitor,
    organisation: Organisation,
    form: str,
    rows: Sequence[Any],
    at_a_time: int,
    **fields: Any,
) -> None:
    """Keep the rows of a table, so many to a field: a draft's field must stay small."""
    kept: dict[str, Any] = {**fields, "count": len(rows)}
    for n, start in enumerate(range(0, len(rows), at_a_time)):
        kept[f"rows{n}"] = list(rows[start : start + at_a_time])
    save_draft(user, organisation, form, kept)


def load_rows(
    user: Visitor, organisation: Organisation, form: str
) -> tuple[dict[str, Any], list[Any]] | None:
    """Return what was kept beside a table's rows, and the rows; None unless all are there."""
    draft = load_draft(user, organisation, form)
    if draft is None:
        return None
    rows: list[Any] = []
    for n in count():
        part = draft.fields.get(f"rows{n}")
        if not isinstance(part, list):
            break
        rows += part
    return (draft.fields, rows) if len(rows) == draft.fields.get("count") else None


def delete_draft(user: Visitor, organisation: Organisation, form: str) -> None:
    """Remove the draft: what was typed is saved, or thrown away by the person."""
    if user.is_authenticated:
        _all(user, organisation, form).delete()


class FormDrafts:
    """The drafts as forms ask for them (:class:`kortreist_web.core.forms.DraftStore`)."""

    load, save = staticmethod(load_draft), staticmethod(save_draft)
    delete = staticmethod(delete_draft)

    def addresses(self, organisation: Organisation, form: str) -> tuple[str, str]:
        """Return where a page keeps a draft, and where it is forgotten."""
        values = {"code": organisation.code, "form": form}
        names = ("people:draft", "people:forget_draft")
        keeps, forgets = (reverse(name, kwargs=values) for name in names)
        return keeps, forgets
