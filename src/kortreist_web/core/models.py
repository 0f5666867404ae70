"""Models that keep their history: versioned, logged, and never silently overwritten."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kortreist_web.core.actor_context import actor
from kortreist_web.core.characters import first_bad, without_bad
from kortreist_web.core.content import canonical, content_hash
from kortreist_web.core.days import check_day
from kortreist_web.core.field_titles import field_title
from kortreist_web.core.history import announce, row_changing
from kortreist_web.core.identity import refuse_identity_number
from kortreist_web.core.managers import TenantManager
from kortreist_web.core.refusals import RefusedError

__all__ = ["ConflictError", "FrozenModel", "TenantModel", "as_value"]


class ConflictError(Exception):
    """Somebody else saved the row after it was read; nothing was overwritten."""

    def __init__(self, current: TenantModel) -> None:
        super().__init__(f"{type(current).__name__} {current.pk}")
        self.current = current


def as_value(value: Any) -> Any:
    """Return a field's value as JSON can hold it; bytes become their length."""
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _has_tenant(model: type[models.Model]) -> bool:
    """Tell whether rows of a model say whose they are."""
    return any(f.attname == "organisation_id" for f in model._meta.concrete_fields)


#: So long and longer are names, titles and what else people write; digests and keys are shorter.
_SHORTEST_FREE = 80


def _is_free_text(field: models.Field[Any, Any]) -> bool:
    """Tell whether people write what stands in a field: no choice, key, digest or address."""
    if isinstance(field, models.TextField):
        return True
    free = type(field) is models.CharField and not field.choices
    return free and (field.max_length or 0) >= _SHORTEST_FREE


class TenantModel(models.Model):
    """A row that belongs to one organisation, written by actions only.

    Saving checks that nobody saved in between (``version``) and that the row points at rows
    of its own organisation only, and announces what changed, in the same transaction.
    """

    organisation = models.ForeignKey(
        settings.ORGANISATION_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    #: Fields never written to the log (content too large, or personal).
    unlogged: tuple[str, ...] = ()

    #: Whether pages open to all may show it. False: a change leaves the cached ones as they are.
    on_public_pages: bool = True
    objects = TenantManager()

    class Meta:
        abstract = True

    @property
    def is_on_public_pages(self) -> bool:
        """Whether pages open to all may show this row; a model may say so row by row."""
        return self.on_public_pages

    def values(self) -> dict[str, Any]:
        """Return the row's own fields, as the change log keeps them."""
        skipped = {"version", "created_at", "updated_at", *self.unlogged}
        return {
            f.attname: as_value(getattr(self, f.attname))
            for f in self._meta.concrete_fields
            if f.name not in skipped
        }

    def _refuse_bad_characters(self) -> None:
        # What was not read from the database is not written either, and need not be fetched.
        unread = self.get_deferred_fields()
        for field in self._meta.concrete_fields:
            if field.attname in unread:
                continue
            if (bad_text := first_bad(getattr(self, field.attname))) is not None:
                shown = without_bad(bad_text)[:40]
                raise RefusedError(
                    "core.refused.characters",
                    about=field.name,
                    field=field_title(type(self), field.name),
                    text=shown,
                )

    def _refuse_identity_numbers(self, before: TenantModel | None) -> None:
        """Refuse a national identity number in a text that is new; a row's own old one stays."""
        unread, personal = self.get_deferred_fields(), getattr(self, "personal", ())
        for field in self._meta.concrete_fields:
            if field.attname in unread or not (field.name in personal or _is_free_text(field)):
                continue
            text = getattr(self, field.attname)
            if text and (before is None or getattr(before, field.attname) != text):
                refuse_identity_number(str(text), field.name)

    def _refuse_impossible_days(self, changed: Collection[str]) -> None:
        for field in self._meta.concrete_fields:
            is_day = isinstance(field, models.DateField)
            if field.attname in changed and is_day and not isinstance(field, models.DateTimeField):
                day = field.to_python(getattr(self, field.attname))
                check_day(day, field.name, title=field_title(type(self), field.name))

    def _refuse_other_tenants(self, changed: Collection[str]) -> None:
        """Refuse to point at a row that is another organisation's; one that is all's may be."""
        for field in self._meta.concrete_fields:
            other, key = field.related_model, getattr(self, field.attname)
            if key is None or field.attname not in changed:
                continue
            if other is None or not _has_tenant(other):
                continue
            if isinstance(field, models.ForeignKey) and field.is_cached(self):
                owner = getattr(self, field.name).organisation_id
            else:
                rows = other._base_manager.filter(pk=key)
                owner = rows.values_list("organisation_id", flat=True).first()
            if owner is not None and owner != self.organisation_id:
                raise PermissionDenied(f"another organisation's row: {field.name}")

    def save_as_read(self, version: int | None) -> None:
        """Save the row as one who read it at a version changed it; None: as it stands now.

        Raises
        ------
        ConflictError
            Somebody has changed it since that version.
        """
        if version is not None:
            self.version = version
        self.save()

    def save(self, *args: Any, **options: Any) -> None:
        """Save, unless somebody else has since the row was read.

        Raises
        ------
        ConflictError
            The row has another version now.
        NobodyActsError
            Outside an action.
        RefusedError
            A text with characters that cannot be shown or stored or with a national identity
            number, or a day nobody can mean.
        PermissionDenied
            It points at another organisation's row, or would become another's itself.
        """
        who = actor()
        self._refuse_bad_characters()
        with transaction.atomic():
            row_changing.send(type(self), row=self)
            if self._state.adding:
                every = [f.attname for f in self._meta.concrete_fields]
                self._refuse_impossible_days(every)
                self._refuse_identity_numbers(None)
                self._refuse_other_tenants(every)
                self.version = 1
                super().save(*args, **options)
                announce(who, self, "add", {}, self.values())
                return
            before = type(self)._default_manager.select_for_update().get(pk=self.pk)
            if before.version != self.version:
                raise ConflictError(before)
            self._refuse_identity_numbers(before)
            old, new = before.values(), self.values()
            changed = [k for k in new if old[k] != new[k]]
            if not changed and not self.unlogged:
                return
            if "organisation_id" in changed:
                raise PermissionDenied("a row never becomes another organisation's")
            self._refuse_impossible_days(changed)
            self._refuse_other_tenants(changed)
            self.version += 1
            self.updated_at = timezone.now()
            try:
                super().save(*args, **options)
            except BaseException:
                self.version -= 1
                raise
            before_after = ({k: values[k] for k in changed} for values in (old, new))
            announce(who, self, "change", *before_after)

    def delete(self, *args: Any, **options: Any) -> Any:
        """Delete the row and keep in the log what it was."""
        who = actor()
        with transaction.atomic():
            row_changing.send(type(self), row=self)
            announce(who, self, "remove", self.values(), {})
            return super().delete(*args, **options)


class FrozenModel(TenantModel):
    """A snapshot that never changes: its content, and the hash that shows it.

    The database refuses to change or remove it too (``changes/migrations``).
    """

    content = models.JSONField()
    content_hash = models.CharField(max_length=64, editable=False)

    unlogged = ("content",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Freeze the content; a second save is refused."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is frozen")
        # Through the canonical text once, so that what is hashed is what is read back.
        self.content, self.content_hash = canonical(self.content), content_hash(self.content)
        super().save(*args, **options)

    def is_whole(self) -> bool:
        """Tell whether the content still is what was hashed."""
        return content_hash(self.content) == self.content_hash
