"""A backup as rows: JSON lines that either kind of database can take."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import BinaryField, Model

from kortreist_web.changes.backup_tables import BackupError, applied_migrations

__all__ = ["dump_rows", "load_rows"]

#: Made again by the program itself.
_NOT_KEPT = ("sessions", "contenttypes", "auth")
_AT_ONCE = 500


def _models() -> list[type[Model]]:
    models = [
        m
        for m in apps.get_models(include_auto_created=True)
        if m._meta.managed and not m._meta.proxy and m._meta.app_label not in _NOT_KEPT
    ]
    return sorted(models, key=lambda m: m._meta.label)


def _value(field: Any, row: Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, BinaryField):
        return None if value is None else base64.b64encode(bytes(value)).decode()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)


def dump_rows(target: Path) -> None:
    """Write every row, as the database is at one moment."""
    alone = not connection.in_atomic_block
    with transaction.atomic(), open(target, "w", encoding="utf-8") as file:
        if connection.vendor == "postgresql" and alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model in _models():
            for row in model._base_manager.order_by("pk").iterator(_AT_ONCE):
                fields = [_value(f, row) for f in model._meta.concrete_fields]
                line = json.dumps([model._meta.label, fields], ensure_ascii=False)
                file.write(line + "\n")


def _row(model: type[Model], fields: list[Any]) -> Model:
    values = {}
    for field, value in zip(model._meta.concrete_fields, fields, strict=True):
        if isinstance(field, BinaryField):
            value = None if value is None else base64.b64decode(value)
        elif value is not None and field.get_internal_type() != "JSONField":
            value = field.to_python(value)
        values[field.attname] = value
    return model(**values)


def _lines(dump: Path) -> Iterator[tuple[type[Model], list[Any]]]:
    by_label = {model._meta.label: model for model in _models()}
    with open(dump, encoding="utf-8") as file:
        for line in file:
            label, fields = json.loads(line)
            yield by_label[label], fields


def _clear() -> None:
    """Remove all rows, also those that are append-only."""
    from kortreist_web.changes.models import Erasure
    from kortreist_web.tenants.models import Organisation

    for key in Organisation.objects.values_list("pk", flat=True):
        Erasure.objects.get_or_create(organisation_id=key)
    erasures = Erasure._base_manager.all()
    for model in _models():
        if model is not Erasure:
            model._base_manager.all()._raw_delete("default")
    erasures._raw_delete("default")


def _insert(model: type[Model], rows: list[Model]) -> None:
    # As raw rows: our own saving would write a new history, and dates of today.
    for row in rows:
        row.save_base(raw=True, force_insert=True)


def load_rows(dump: Path, migrations: list[str]) -> None:
    """Put the rows of a dump in the place of those there are; all of them or none.

    Raises
    ------
    BackupError
        The tables are not those the dump was made from.
    """
    call_command("migrate", verbosity=0, interactive=False)
    if applied_migrations() != sorted(migrations):
        raise BackupError("made by another version: install that version, restore, then upgrade")
    with transaction.atomic():
        _clear()
        waiting: list[Model] = []
        before: type[Model] | None = None
        for model, fields in _lines(dump):
            if before is not None and (model is not before or len(waiting) >= _AT_ONCE):
                _insert(before, waiting)
                waiting = []
            waiting.append(_row(model, fields))
            before = model
        if before is not None:
            _insert(before, waiting)
        statements = connection.ops.sequence_reset_sql(_no_style(), _models())
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.check_constraints()


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()
