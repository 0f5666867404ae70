"""Whose a checksum is: what one who holds a case paper is told on the page of a version."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import SHORTEST_HASH, adopted_from

__all__ = ["HashAnswer", "answer_to", "hash_in"]


@dataclass(frozen=True, slots=True)
class HashAnswer:
    """Whose a checksum is.

    Parameters
    ----------
    kind : str
        ``own``; ``proposal``: of the proposal this version was adopted from; ``adopted``: of
        the version this proposal was adopted as; ``another``; ``none``: of no version that
        reader may see; ``unreadable``: no checksum.
    version : Version or None
        The version it is of.
    """

    kind: str
    version: Version | None = None

    @property
    def good(self) -> bool:
        """Whether it is of this version, or of the same case."""
        return self.kind in ("own", "proposal", "adopted")


def hash_in(said: str) -> str:
    """Return the checksum somebody pasted, whole or its beginning; empty: it holds none.

    Broken lines, spaces, and what stands before and after it in a paper are passed over.

    Examples
    --------
    >>> hash_in("Kontrollsum: 0A1B2C3D 4E5F6071…")
    '0a1b2c3d4e5f6071'
    """
    joined = "".join(said.rpartition(":")[2].split()).lower().strip(".,;…\u00ab\u00bb()")
    joined = joined.removeprefix("kontrollsummen").removeprefix("kontrollsum")
    joined = joined.removeprefix("checksum").removeprefix("(sha-256)")
    return joined if re.fullmatch(rf"[0-9a-f]{{{SHORTEST_HASH},64}}", joined) else ""


def answer_to(
    frozen: Version, said: str, rows: QuerySet[Version], may_read: Callable[[Version], bool]
) -> HashAnswer:
    """Return whose a pasted checksum is, seen from one version.

    Parameters
    ----------
    rows : QuerySet
        The organisation's versions, of any year.
    may_read : callable
        ``(version)`` → whether the reader may see it: nobody is told of another.
    """
    named = hash_in(said)
    if not named:
        return HashAnswer("unreadable")
    if frozen.content_hash.startswith(named):
        return HashAnswer("own", frozen)
    found = [v for v in rows.filter(content_hash__startswith=named) if may_read(v)]
    of: dict[str, Any] = frozen.content.get("proposal") or {}
    adopted = adopted_from(frozen)
    for one in found:
        of_this = (one.subject, one.number) == (frozen.subject, of.get("number"))
        if of_this and one.content_hash == of.get("content_hash"):
            return HashAnswer("proposal", one)
        if adopted is not None and one.pk == adopted.pk:
            return HashAnswer("adopted", one)
    return HashAnswer("another", found[0]) if found else HashAnswer("none")
