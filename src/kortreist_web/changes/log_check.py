"""Whether the log, the rows and what was frozen are as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kortreist_web.changes.chain import ChainFault, Head, chain_faults, head_of
from kortreist_web.changes.consistency import Break, breaks
from kortreist_web.changes.models import Erasure
from kortreist_web.changes.tenant_data import models_by_label
from kortreist_web.core.content import content_hash
from kortreist_web.core.models import FrozenModel
from kortreist_web.tenants.models import Organisation

__all__ = ["FrozenFault", "LogCheck", "check_log"]


@dataclass(frozen=True, slots=True)
class FrozenFault:
    """Something frozen that is not what was frozen.

    Parameters
    ----------
    kind : str
        ``content``: it is not what its hash says; ``reference``: it names the hash of another
        frozen thing that nothing frozen here has.
    what : str
        The model.
    row : int
    """

    kind: str
    what: str
    row: int


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What was looked at, and what does not hold.

    Parameters
    ----------
    head : Head
        The newest line; to be noted outside.
    opened : bool
        Whether the log was opened as for an erasure, while the organisation is still there.
    frozen_count : int
        How many frozen contents were computed again.
    """

    head: Head
    chain: tuple[ChainFault, ...]
    rows: tuple[Break, ...]
    frozen: tuple[FrozenFault, ...]
    opened: bool
    frozen_count: int

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.chain or self.rows or self.frozen or self.opened)


def _references(value: Any, kinds: set[str], key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if key in kinds and isinstance(value.get("content_hash"), str):
            yield value["content_hash"]
        for name, one in value.items():
            yield from _references(one, kinds, name)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one, kinds, key)


def _frozen(organisation: Organisation) -> tuple[int, tuple[FrozenFault, ...]]:
    faults, hashes, named = [], set(), []
    models = [m for m in models_by_label().values() if issubclass(m, FrozenModel)]
    rows = [(m, r) for m in models for r in m._base_manager.filter(organisation=organisation)]
    kinds = {getattr(row, "kind", "") for _, row in rows} | {"proposal"}
    for model, row in rows:
        now = content_hash(row.content)
        hashes.add(now)
        if now != row.content_hash:
            faults.append(FrozenFault("content", model._meta.label, row.pk))
        named += [(model, row, h) for h in _references(row.content, kinds)]
    for model, row, said in named:
        if said and said not in hashes:
            faults.append(FrozenFault("reference", model._meta.label, row.pk))
    return len(rows), tuple(faults)


def check_log(organisation: Organisation, noted: Head | None = None) -> LogCheck:
    """Go through all of an organisation's log, and compare with the rows and what was frozen.

    Parameters
    ----------
    noted : Head, optional
        A head somebody kept outside: it shows also a log that was written anew as a whole.
    """
    count, frozen = _frozen(organisation)
    return LogCheck(
        head_of(organisation),
        tuple(chain_faults(organisation, noted)),
        tuple(breaks(organisation)),
        frozen,
        Erasure.objects.filter(organisation_id=organisation.pk).exists(),
        count,
    )
