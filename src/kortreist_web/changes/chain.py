"""The change log as a chain of hashes: each line's digest is over the one before it and itself.

The lines of an organisation are numbered without a gap. Whoever has noted the number and the
digest of one line (:class:`Head`) can tell later whether any line up to it has been changed,
removed or put in: also where somebody with access to the database has computed all digests
again. Without a noted head, only what was changed without doing so is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection

from kortreist_web.changes.models import ChainHead, Change
from kortreist_web.tenants.models import Organisation

__all__ = ["BEGINNING", "ChainFault", "Head", "chain_faults", "digest_of", "head_of", "lock_head"]

#: What the first line stands on.
BEGINNING = "0" * 64
#: The columns of a line that its digest is over, beside number and the digest before it.
COLUMNS = (
    "organisation_id",
    "user_id",
    "participant",
    "program",
    "verb",
    "what",
    "row",
    "kind",
    "before",
    "after",
    "why",
    "public",
)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest line of a log, or one that was noted.

    Parameters
    ----------
    number : int
        0: there is no line.
    digest : str
        SHA-256, 64 hexadecimal digits.
    """

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def read(cls, said: str) -> Head:
        """Read ``number:digest`` as it is printed.

        Raises
        ------
        ValueError
        """
        number, _, digest = "".join(said.split()).partition(":")
        if not number.isdecimal() or len(digest) != 64:
            raise ValueError(said)
        int(digest, 16)
        return cls(int(number), digest.lower())


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A place where the chain does not hold.

    Parameters
    ----------
    kind : str
        ``changed``: the line is not what its digest says; ``link``: it does not stand on the line
        before it; ``gap``: a number lacks, or stands twice; ``head``: the newest line is not the
        one that was written last; ``noted``: the line that was noted is gone or is another.
    number : int
    """

    kind: str
    number: int


def _plain(value: Any) -> Any:
    """Return a value with one kind of number: databases give 2.0 back as 2, or the other way."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def digest_of(line: Change) -> str:
    """Return the digest of a line: SHA-256 of its columns as JSON.

    Keys sorted, no spaces, UTF-8; ``at`` in UTC with microseconds. See
    ``docs/explanation/decisions/0086-…`` for how to compute it elsewhere.
    """
    values = {name: _plain(getattr(line, name)) for name in COLUMNS}
    values |= {
        "number": line.number,
        "previous": line.previous,
        "at": line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    said = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def lock_head(organisation_id: int) -> ChainHead:
    """Return an organisation's head, locked until the transaction ends: one writes at a time.

    Taken before any row is locked, so that two who write the same rows wait and never lock
    each other out.
    """
    rows = ChainHead.objects.select_for_update()
    head = rows.filter(organisation_id=organisation_id).first()
    if head is None:
        head, _ = rows.get_or_create(
            organisation_id=organisation_id, defaults={"number": 0, "digest": BEGINNING}
        )
    return head


def lock_first(sender: Any, row: Any, **_: Any) -> None:
    """Lock the head before a row is; SQLite has one writer at a time already."""
    if connection.vendor != "sqlite":
        lock_head(row.organisation_id)


def head_of(organisation: Organisation) -> Head:
    """Return the newest line's number and digest, as it was written."""
    head = ChainHead.objects.filter(organisation=organisation).first()
    return Head(head.number, head.digest) if head is not None else Head(0, BEGINNING)


def chain_faults(organisation: Organisation, noted: Head | None = None) -> Iterator[ChainFault]:
    """Yield where the chain of an organisation does not hold; nothing: it is whole.

    Parameters
    ----------
    noted : Head, optional
        A head somebody kept outside: the line must be there, with that digest.
    """
    before, seen = Head(0, BEGINNING), noted is None or noted.number == 0
    rows = Change.objects.filter(organisation=organisation).order_by("number", "id")
    for line in rows.iterator(1_000):
        if line.number != before.number + 1:
            yield ChainFault("gap", line.number)
        if line.previous != before.digest:
            yield ChainFault("link", line.number)
        if digest_of(line) != line.digest:
            yield ChainFault("changed", line.number)
        before = Head(line.number, line.digest)
        seen = seen or before == noted
    if head_of(organisation) != before:
        yield ChainFault("head", before.number)
    if noted is not None and not seen:
        yield ChainFault("noted", noted.number)
