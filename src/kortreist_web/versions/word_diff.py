"""What differs between two texts, word by word, as a reader is shown it."""

from __future__ import annotations

import difflib
import re

__all__ = ["words_changed"]

_TOKEN = re.compile(r"\S+|\s+")


def words_changed(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the words of two texts: what both have, what is gone, what has come.

    Parameters
    ----------
    before, after : str

    Returns
    -------
    tuple of (str, str)
        ``same``, ``removed`` or ``added``, and the words. Without the removed ones they are
        ``after``, without the added ones ``before``.

    Examples
    --------
    >>> words_changed("Vi bygger veg.", "Vi bygger gang- og sykkelveg.")
    (('same', 'Vi bygger '), ('removed', 'veg.'), ('added', 'gang- og sykkelveg.'))
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    out: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            out.append(("same", "".join(old[a:b])))
            continue
        out += [("removed", "".join(old[a:b]))] if b > a else []
        out += [("added", "".join(new[c:d]))] if d > c else []
    return tuple(out)
