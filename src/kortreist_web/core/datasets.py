"""What a kind makes public as data: datasets of the catalogue, files, tables.

Publishing writes the catalogue, the list of files and the files themselves from these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Dataset", "Item", "Table", "TableFile"]

#: Column names, then rows.
Table = list[list[Any]]
_FORMS = ("csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a dataset, in one form or several.

    Parameters
    ----------
    addresses : mapping of str to str
        Form (``csv``, ``json``, ``xlsx``) → address.
    part : str
        Tells items of a dataset apart; empty: the dataset has one.
    title : callable, optional
        ``(language)`` → what it is called, in the list of files.
    content_hash : str
    named : bool
        Whether its files are called by ``title`` in the catalogue; else by the dataset's.
    layout : str
        Added to the title of a file in another layout.
    listed : bool
        Whether it stands in the list of files.
    """

    addresses: Mapping[str, str]
    part: str = ""
    title: Callable[[str | None], str] | None = None
    content_hash: str = ""
    named: bool = True
    layout: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of an organisation, as the catalogue describes it.

    Parameters
    ----------
    id : str
        Stands in its address.
    licence : str
        Of the European Union's list: ``"CC_BY_4_0"``.
    modified : date or datetime
    items : sequence of Item
    years : sequence of int
        The years it covers; empty: not said.
    frequency : str
        How often it is renewed; empty: not said.
    themes : tuple of str
    official : bool
        Made from the official inventory: an invented organisation's are borrowed, and it is
        written in every language.
    borrowed_too : bool
        Whether the description also holds where figures are borrowed.
    source : str
        Another dataset it is made from.
    texts : str
        Stem of its title, description and keywords; empty: ``publishing.dataset.<id>``.
    heading : str
        Text key of what the list of files calls it; empty: ``publishing.kinds.<id>``.
    gwp : str
        The GWP-100 set of its tonnes, said in the description; empty: it has no tonnes of one.
    """

    id: str
    licence: str
    modified: dt.date | dt.datetime
    items: Sequence[Item]
    years: Sequence[int] = ()
    frequency: str = ""
    themes: tuple[str, ...] = ("ENVI", "GOVE")
    official: bool = False
    borrowed_too: bool = True
    source: str = ""
    texts: str = ""
    heading: str = ""
    gwp: str = ""

    def text(self, name: str) -> str:
        """Return the key of one of its texts."""
        return f"{self.texts or f'publishing.dataset.{self.id}'}.{name}"

    @property
    def called(self) -> str:
        """The key of what the list of files calls it."""
        return self.heading or f"publishing.kinds.{self.id}"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A version as a table, and what must be known of it.

    Parameters
    ----------
    sheet : str
        Text key of the sheet's name.
    table : callable
        ``(language)`` → the table.
    edition : str
        Of the official inventory.
    pins : mapping, optional
        What decides the figures.
    interval : bool
        Whether figures have an interval.
    parts : bool
        Whether the column ``part`` tells what a row is.
    """

    sheet: str
    table: Callable[[str], Table]
    edition: str = ""
    pins: Mapping[str, Any] | None = None
    interval: bool = False
    parts: bool = False
