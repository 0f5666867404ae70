"""The words of one organisation in the texts of a request: for its units and for its bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from kortreist_web.core.actors import Organisation
from kortreist_web.core.body_words import county_is_meant, use_body_words
from kortreist_web.core.unit_words import unit_word, use_unit_word

P = ParamSpec("P")
R = TypeVar("R")

__all__ = ["in_its_words", "use_words_of", "words_of"]


def use_words_of(organisation: Organisation | None) -> None:
    """Let texts say what an organisation says from now on; None: the usual words."""
    if organisation is None:
        use_unit_word()
        use_body_words()
    else:
        use_unit_word(organisation.unit_word)
        use_body_words(organisation.is_county_authority)


@contextmanager
def words_of(organisation: Organisation | None) -> Iterator[None]:
    """Let texts say what an organisation says for a while; None: the usual words."""
    before = unit_word(), county_is_meant()
    use_words_of(organisation)
    try:
        yield
    finally:
        use_unit_word(before[0])
        use_body_words(before[1])


def in_its_words(write: Callable[P, R]) -> Callable[P, R]:
    """Let what is written of something of an organisation's, given first, be in its words."""

    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> R:
        about: Any = args[0]
        with words_of(about.organisation):
            return write(*args, **kwargs)

    return written
