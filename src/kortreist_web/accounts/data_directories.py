"""The engine's folder for an organisation, written from the database when it is needed.

The database is the truth; a folder can be thrown away at any time. Its name is made of what
is in it, so that a new edition makes a new folder and nobody reads one half-written.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from kortreist.connectors import BUNDLED
from kortreist.connectors.store import store_folder
from kortreist_web.accounts.models import Vintage
from kortreist_web.tenants.models import Organisation

__all__ = ["engine_data_dir", "forget_data_dir", "vintages_of"]


def vintages_of(organisation: Organisation | None = None) -> Any:
    """Return the editions an organisation's figures are taken from: everybody's and its own.

    Those that whoever runs the site has taken back are not among them.
    """
    own = Q(organisation=None) if organisation is None else Q(organisation=organisation)
    return Vintage.objects.filter(Q(organisation=None) | own, withdrawn_at=None)


def _folder(engine_ids: list[str]) -> Path:
    name = hashlib.sha256(json.dumps(sorted(engine_ids)).encode()).hexdigest()
    return Path(settings.STATE) / "homes" / name[:24]


def engine_data_dir(organisation: Organisation | None = None) -> Path:
    """Return a folder in which the engine finds the organisation's editions.

    Parameters
    ----------
    organisation : Organisation or None
        None: only what is everybody's.
    """
    vintages = list(vintages_of(organisation).exclude(engine_id=BUNDLED).defer("rows_file"))
    data_dir = _folder([v.engine_id for v in vintages])
    data_dir.mkdir(parents=True, exist_ok=True)
    for vintage in vintages:
        folder = data_dir / "vintages" / vintage.engine_id
        if not folder.exists():
            files = {
                "rows.sqlite": bytes(vintage.rows_file),
                "vintage.json": json.dumps(vintage.description, ensure_ascii=False).encode(),
            }
            store_folder(folder, files)
    return data_dir


def forget_data_dir(organisation: Organisation) -> None:
    """Remove the folders that hold the organisation's own editions, before its rows are erased.

    A folder others' figures are read from is left: another has sent in the same edition.
    """
    own = Vintage.objects.filter(organisation=organisation)
    mine = set(own.values_list("engine_id", flat=True))
    others = Vintage.objects.exclude(organisation=organisation).filter(engine_id__in=mine)
    mine -= set(others.values_list("engine_id", flat=True))
    for folder in (Path(settings.STATE) / "homes").glob("*"):
        if any((folder / "vintages" / engine_id).exists() for engine_id in mine):
            shutil.rmtree(folder, ignore_errors=True)
