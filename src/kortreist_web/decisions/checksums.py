"""Checksums in what is written of a version, held against the version it is about.

A case paper or a resolution that names the checksum of what it is about binds the council to
that text. One that names another version's, an earlier proposal's for example, would be adopted
with words that point at something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kortreist.i18n import LANGUAGES
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import SHORTEST_HASH, adopted_from

__all__ = ["check_checksums", "checksums_in", "of_another"]

#: Joined to no letter, digit or hyphen: not a part of an address, a UUID or another word.
_HEX = re.compile(
    rf"(?<![0-9A-Za-z-])[0-9a-f]{{{SHORTEST_HASH},64}}(?![0-9A-Za-z-])", re.IGNORECASE
)


def checksums_in(text: str) -> tuple[str, ...]:
    """Return the checksums in a text, whole or the beginning of one, in lower case.

    What is digits only, or letters only, is a number of another kind or a word.

    Examples
    --------
    >>> checksums_in("Kontrollsum 0A1B2C3D4E5F. Sak 202700012345.")
    ('0a1b2c3d4e5f',)
    """
    found = (m.group().lower() for m in _HEX.finditer(text))
    return tuple(dict.fromkeys(h for h in found if not h.isdecimal() and not h.isalpha()))


def of_another(frozen: Version, *texts: str) -> str:
    """Return a checksum that stands where that of a version should; empty: none does.

    Nothing is wrong where the version's own is named too, whole or in part, or only those that
    were in force before it or are of other subjects: such a text says what it is compared with.
    """
    named = tuple(h for text in texts for h in checksums_in(text))
    if not named or any(_is(h, _own(frozen)) for h in named):
        return ""
    return next((h for h in named if not _may_be_named(frozen, h)), "")


def _own(frozen: Version) -> list[str]:
    """Return the hashes a proposal is known by: its own, and that it was adopted with."""
    adopted = adopted_from(frozen)
    return [frozen.content_hash, *([adopted.content_hash] if adopted else [])]


def _is(named: str, hashes: Iterable[str]) -> bool:
    return any(h.startswith(named) for h in hashes)


def _may_be_named(frozen: Version, named: str) -> bool:
    """Tell whether a checksum is of what was in force before, or of another subject."""
    rows = Version.objects.filter(
        organisation=frozen.organisation_id, content_hash__startswith=named
    ).values_list("pk", "kind", "subject")
    return any(
        pk == frozen.previous_id or (kind, subject) != (frozen.kind, frozen.subject)
        for pk, kind, subject in rows
    )


def check_checksums(frozen: Version, text: str, about: str) -> None:
    """Refuse a text that names another checksum than that of the version it is about.

    Parameters
    ----------
    about : str
        The field it is refused at; ``checksum_confirmed``: the minutes' own words, of which it
        can be confirmed that they stand so.

    Raises
    ------
    RefusedError
    """
    wrong = of_another(frozen, text)
    if not wrong:
        return
    minutes = about == "checksum_confirmed"
    raise RefusedError(
        "decisions.refused.checksum_in_minutes" if minutes else "decisions.refused.checksum",
        about=about,
        named=f"{wrong[:12]}…",
        whose=_whose(frozen, wrong),
        number=frozen.number,
        right=frozen.content_hash,
    )


def _whose(frozen: Version, named: str) -> dict[str, str]:
    """Return what a checksum is of, in three languages."""
    rows = Version.objects.filter(
        organisation=frozen.organisation_id,
        kind=frozen.kind,
        subject=frozen.subject,
        content_hash__startswith=named,
    )
    number = rows.values_list("number", flat=True).first()
    if number is None:
        return {code: web(code)("decisions.checksum.unknown") for code in LANGUAGES}
    return {code: web(code)("decisions.checksum.of", number=number) for code in LANGUAGES}
