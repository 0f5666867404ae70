"""Words that are taken out of the public copy, wherever a submission's words are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kortreist_web.core.texts import web
from kortreist_web.hearings.models import Hearing, Submission, SubmissionHandling

__all__ = ["found_in", "mark", "public_name", "redacted", "redactions_in"]


def mark(language: str) -> str:
    """Return what stands in the place of redacted words: never as long as they were."""
    return web(language if language in ("nb", "nn", "en") else "nb")("hearings.redacted_here")


def _pattern(words: str) -> re.Pattern[str]:
    """Return how words are found: whatever the white space between them, and the case."""
    parts = [re.escape(part) for part in words.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)", re.IGNORECASE)


def found_in(text: str, words: str) -> bool:
    """Tell whether words stand in a text as whole words.

    Examples
    --------
    >>> found_in("Jeg har  astma.", "har astma"), found_in("Jeg har astmatiker", "astma")
    (True, False)
    """
    return bool(words.split()) and _pattern(words).search(text) is not None


def redacted(text: str, words: Iterable[str], language: str = "nb") -> str:
    """Return a text without some words, the longest taken first.

    Examples
    --------
    >>> redacted("Kari har astma, sier Kari.", ["Kari", "har astma"])
    '[sladdet] [sladdet], sier [sladdet].'
    """
    sign = mark(language)
    for one in sorted({" ".join(w.split()) for w in words} - {""}, key=len, reverse=True):
        text = _pattern(one).sub(lambda _: sign, text)
    return text


def redactions_in(hearing: Hearing) -> list[str]:
    """Return every word that is redacted in a hearing: answers repeat none of them either."""
    rows = SubmissionHandling.objects.filter(
        organisation_id=hearing.organisation_id, submission__hearing=hearing
    )
    lists: Sequence[list[str]] = list(
        rows.exclude(redactions=[]).values_list("redactions", flat=True)
    )
    return sorted({word for words in lists for word in words})


def public_name(submission: Submission, withheld: str) -> str:
    """Return what a sender is called to everybody.

    Parameters
    ----------
    submission : Submission
        With ``handling`` at hand.
    withheld : str
        What stands where her name is not shown.
    """
    handling = submission.handling
    if handling.name_withheld or handling.is_stub:
        return withheld
    return str(submission.content["sender"])
