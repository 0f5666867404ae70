"""All that an organisation has here, as one file it can keep and read without us.

A zip with ``manifest.json`` (what there is, with hashes), one JSON file a model, and the
files that people uploaded or that were made. Secrets are left out; so is what is shared by
all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from importlib.metadata import version
from typing import IO, Any
from uuid import UUID

from django.db.models import BinaryField, Model
from django.utils import timezone

from kortreist_web.changes.chain import head_of
from kortreist_web.changes.tenant_data import models_of, rows_of, secrets_of
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["SCHEMA", "Export", "write_export"]

SCHEMA = "kortreist/organisation-export/1"


class Export:
    """An export that has been written: the open file, its hash, and how many rows it holds."""

    def __init__(self, file: IO[bytes], digest: str, rows: dict[str, int]) -> None:
        self.file, self.digest, self.rows = file, digest, rows


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


class _Writer:
    """Writes entries and remembers their hashes for the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.entries: list[dict[str, Any]] = []

    def add(self, name: str, parts: Iterator[bytes], **more: Any) -> None:
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as file:
            for part in parts:
                digest.update(part)
                size += len(part)
                file.write(part)
        self.entries.append({"path": name, "bytes": size, "sha256": digest.hexdigest(), **more})


def _row(row: Model, writer: _Writer, label: str) -> dict[str, Any]:
    """Return a row's fields; what is bytes becomes a file of its own, and its path."""
    values: dict[str, Any] = {}
    left_out = secrets_of(label)
    for field in row._meta.concrete_fields:
        if field.name in left_out:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, BinaryField):
            content = bytes(value or b"")
            if content:
                suffix = str(getattr(row, "filename", "") or getattr(row, "format", "") or "bin")
                safe = "".join(c if c.isalnum() or c in ".-_" else "-" for c in suffix)[-60:]
                path = f"files/{label}/{row.pk}-{field.name}-{safe}"
                writer.add(path, iter([content]), model=label, row=row.pk)
                value = path
            else:
                value = None
        values[field.attname] = _plain(value)
    return values


def _rows(
    model: type[Model], organisation: Organisation, writer: _Writer
) -> Iterator[tuple[int, bytes]]:
    """Return the rows as JSON, with their files written on the way."""
    label = model._meta.label
    for number, row in enumerate(rows_of(model, organisation).order_by("pk").iterator(200)):
        text = json.dumps(_row(row, writer, label), ensure_ascii=False, sort_keys=True)
        yield number, text.encode()


def _array(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield b"["
    for number, line in enumerate(lines):
        yield (b",\n" if number else b"\n") + line
    yield b"\n]\n"


def _people(organisation: Organisation) -> Iterator[bytes]:
    """Return who the keys of people in the rows stand for."""
    keys = set(
        Membership.objects.filter(organisation=organisation).values_list("user_id", flat=True)
    )
    for model in models_of():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                rows = rows_of(model, organisation).exclude(**{field.attname: None})
                keys.update(rows.values_list(field.attname, flat=True).distinct())
    for user in User.objects.filter(pk__in=keys).order_by("pk"):
        one = {"id": user.pk, "name": user.name, "email": user.email, "language": user.language}
        yield json.dumps(one, ensure_ascii=False, sort_keys=True).encode()


def write_export(organisation: Organisation) -> Export:
    """Write all of an organisation to a temporary file.

    Returns
    -------
    Export
        The file stands at its beginning.
    """

    file: IO[bytes] = tempfile.TemporaryFile(prefix="kortreist-export-")  # noqa: SIM115
    rows: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _Writer(archive)
        for model in models_of():
            label = model._meta.label
            # An entry of a zip is written whole before the next: rows wait beside it.
            with tempfile.TemporaryFile(prefix="kortreist-rows-") as waiting:
                count = 0
                for number, line in _rows(model, organisation, writer):
                    waiting.write(line + b"\n")
                    count = number + 1
                waiting.seek(0)
                lines = (line.rstrip(b"\n") for line in waiting)
                writer.add(f"rows/{label}.json", _array(lines), model=label, rows=count)
            rows[label] = count
        writer.add("rows/people.json", _array(_people(organisation)), model="people")
        manifest = {
            "schema": SCHEMA,
            "organisation": {"code": organisation.code, "name": organisation.name},
            "made_at": timezone.now().isoformat(),
            "engine_version": version("kortreist"),
            # Where the change log stood: compared with later (manage verify_log --head).
            "log_head": str(head_of(organisation)),
            "entries": writer.entries,
        }
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        archive.writestr("manifest.json", content)
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    file.seek(0)
    return Export(file, digest.hexdigest(), rows)
