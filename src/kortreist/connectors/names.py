"""Norwegian names of sectors and sources, as files write them, and their identifiers."""

from __future__ import annotations

import re
from functools import lru_cache

from kortreist import facts

__all__ = ["identifiers", "is_known", "is_known_name", "is_swapped"]


@lru_cache(maxsize=1)
def _identifiers_by_name() -> dict[tuple[str, str], tuple[str, str]]:
    rows = facts.load().table("inventory_sources")
    return {
        (r["sector_nb"].casefold(), r["source_nb"].casefold()): (r["sector"], r["source"])
        for r in rows
    }


@lru_cache(maxsize=1)
def _sectors() -> dict[str, str]:
    return {sector: ids[0] for (sector, _), ids in _identifiers_by_name().items()}


def is_known(sector: str, source: str) -> bool:
    """Tell whether the facts know a sector and source by their Norwegian names."""
    return (sector.casefold(), source.casefold()) in _identifiers_by_name()


@lru_cache(maxsize=1)
def _sources() -> frozenset[str]:
    return frozenset(source for _, source in _identifiers_by_name())


def is_known_name(name: str) -> bool:
    """Tell whether the facts know a name as a sector's or a source's."""
    return name.casefold() in _sectors() or name.casefold() in _sources()


def is_swapped(sector: str, source: str) -> bool:
    """Tell whether a row has a sector the facts know for source, and a source for sector.

    Examples
    --------
    >>> is_swapped("Personbiler", "Veitrafikk"), is_swapped("Veitrafikk", "Personbiler")
    (True, False)
    """
    sectors, sources = _sectors(), _sources()
    first, second = sector.casefold(), source.casefold()
    told = second in sectors and second not in sources
    return told and first in sources and first not in sectors


def identifiers(sector: str, source: str) -> tuple[str, str]:
    """Return the identifiers of a sector and source.

    Vintages keep the names as the file wrote them; identifiers are looked up when a vintage
    is read, so that a name the facts learn later is understood in old vintages too.

    Parameters
    ----------
    sector, source : str
        Norwegian names, mended (no line breaks, no trailing spaces).

    Returns
    -------
    tuple of str
        Sector and source; a name the facts do not know becomes a slug of itself.

    Examples
    --------
    >>> identifiers("Sjøfart", "Bulkskip")
    ('shipping', 'dry_bulk')
    >>> identifiers("Veitrafikk", "Svevebåter på hjul")
    ('road_transport', 'svevebater_pa_hjul')
    """
    pair = _identifiers_by_name().get((sector.casefold(), source.casefold()))
    return pair or (_sectors().get(sector.casefold(), _slug(sector)), _slug(source))


def _slug(text: str) -> str:
    folded = text.casefold().replace("å", "a").replace("ø", "o").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "_", folded).strip("_") or "unnamed"
