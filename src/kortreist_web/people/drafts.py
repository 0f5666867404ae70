"""Drafts of forms: kept while a person types, shown again, forgotten when saved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kortreist_web.people.models import FormDraft

__all__ = ["forget", "forget_old", "keep", "kept"]

#: Older drafts are not shown, and removed: the page has changed under them.
KEPT_FOR = timedelta(days=14)
_MOST_CHARACTERS = 100_000


def forget_old() -> None:
    """Remove everybody's drafts that are too old to be shown."""
    FormDraft.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()


def _all(user: Any, organisation: Any, form: str) -> Any:
    return FormDraft.objects.filter(user=user, organisation=organisation, form=form)


def kept(user: Any, organisation: Any, form: str) -> FormDraft | None:
    """Return the person's draft of a form, if there is one young enough."""
    if not user.is_authenticated:
        return None
    since = timezone.now() - KEPT_FOR
    found: FormDraft | None = _all(user, organisation, form).filter(saved_at__gte=since).first()
    return found


def keep(user: Any, organisation: Any, form: str, fields: dict[str, Any]) -> None:
    """Keep what is typed; passwords and files never are."""
    if not user.is_authenticated:
        return
    small = {
        k: v for k, v in fields.items()
        if not k.startswith(("password", "csrf")) and len(str(v)) <= _MOST_CHARACTERS
    }  # fmt: skip
    FormDraft.objects.update_or_create(
        user=user, organisation=organisation, form=form, defaults={"fields": small}
    )


def forget(user: Any, organisation: Any, form: str) -> None:
    """Remove the draft: what was typed is saved, or thrown away by the person."""
    if user.is_authenticated:
        _all(user, organisation, form).delete()
