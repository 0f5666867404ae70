"""What the base needs and a domain knows: the domain hands it in when it is ready.

::

    drafts = Hook("where what is typed is kept")      # in core
    drafts.provide(FormDrafts())                      # in the domain's AppConfig.ready
    drafts().load(...)                                # in core, when a page is shown
"""

from __future__ import annotations

from typing import Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

__all__ = ["Hook"]

T = TypeVar("T")


class Hook(Generic[T]):
    """A place for one thing that is handed in; asking before it is there is a fault.

    Parameters
    ----------
    what : str
        What is wanted, for the fault's message.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self._given: T | None = None

    def provide(self, given: T) -> None:
        """Hand it in; the last one holds."""
        self._given = given

    def __call__(self) -> T:
        """Return what was handed in.

        Raises
        ------
        ImproperlyConfigured
            No domain has.
        """
        if self._given is None:
            raise ImproperlyConfigured(f"no domain has said {self.what}")
        return self._given
