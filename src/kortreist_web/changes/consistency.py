"""Whether the log and the rows tell the same story: nothing was exchanged past the log.

Each line holds what a field was and what it became. Where a line does not begin with what the
line before it ended with, or a row does not hold what its last line says, something was
changed without the log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kortreist_web.changes.models import Change
from kortreist_web.changes.tenant_data import models_by_label
from kortreist_web.core.models import TenantModel
from kortreist_web.tenants.models import Organisation

__all__ = ["Break", "breaks"]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the story does not hang together.

    Parameters
    ----------
    what : str
        The model.
    row : int
    change : int or None
        The line that does not begin where the one before it ended; None: the row itself.
    fields : tuple of str
        Those that differ; empty: the row is gone without a line, or is there after one.
    """

    what: str
    row: int
    change: int | None
    fields: tuple[str, ...]


def _as_logged(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they come back from the log's JSON."""
    logged: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return logged


def _differ(one: dict[str, Any], other: dict[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(k for k in one.keys() & other.keys() if one[k] != other[k]))


def breaks(organisation: Organisation) -> list[Break]:
    """Return where the log and the rows of an organisation do not agree; empty: all is whole."""
    kept: dict[tuple[str, int], dict[str, Any]] = {}
    gone: set[tuple[str, int]] = set()
    faults: list[Break] = []
    rows = Change.objects.filter(organisation=organisation, row__isnull=False).order_by("id")
    for change in rows.iterator(1_000):
        key = (change.what, int(change.row or 0))
        values = kept.setdefault(key, {})
        if wrong := _differ(values, change.before):
            faults.append(Break(*key, change.pk, wrong))
        values.update(change.before)
        values.update(change.after)
        if change.kind == "remove":
            gone.add(key)
    models = {k: m for k, m in models_by_label().items() if issubclass(m, TenantModel)}
    for label in dict.fromkeys(what for what, _ in kept if what in models):
        there = {
            row.pk: row for row in models[label]._base_manager.filter(organisation=organisation)
        }
        for key in (k for k in kept if k[0] == label):
            row = there.get(key[1])
            if row is None or key in gone:
                if (row is None) != (key in gone):
                    faults.append(Break(*key, None, ()))
            elif wrong := _differ(kept[key], _as_logged(row.values())):
                faults.append(Break(*key, None, wrong))
    return faults
