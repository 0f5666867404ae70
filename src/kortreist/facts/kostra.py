"""KOSTRA codes: what kind a function or an account is, and in which years it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kortreist.facts.loader import load

__all__ = [
    "KostraCode",
    "KostraList",
    "kostra_code",
    "kostra_elsewhere",
    "newest_list",
    "oldest_list",
]

KostraList = Literal["function", "account"]


@dataclass(frozen=True, slots=True)
class KostraCode:
    """A function or an account of a municipality.

    Parameters
    ----------
    code : str
        Three characters.
    name : str
        Bokmål; empty where none was found.
    name_mark : str
        How the name is known: ``recalled`` names were not read.
    account : {"running", "investment", "both"}
        Which of the two accounts it may stand in.
    years : tuple of int
        The lists it stands in; empty for one that went out before the first list read.
    last_year : int or None
        The last year it was valid, where that is known.
    first_year : int or None
        The first year it was valid, where it is newer than the oldest list.
    holder : str
        Whose it is: ``municipality``, ``both``, ``county`` or ``city_district`` (Oslo's).
    """

    code: str
    name: str
    name_mark: str
    account: str
    years: tuple[int, ...]
    last_year: int | None
    first_year: int | None = None
    holder: str = "municipality"

    def valid_in(self, year: int) -> bool:
        """Tell whether it stands in a year's list; a later year than the newest goes by that."""
        return min(year, newest_list()) in self.years

    def fits(self, kind: Literal["running", "investment"]) -> bool:
        """Tell whether it may stand in the running or the investment account."""
        return self.account in ("both", kind)


@lru_cache(maxsize=1)
def _all_codes() -> tuple[tuple[str, KostraCode], ...]:
    return tuple(
        (
            row["list"],
            KostraCode(
                row["code"],
                row["name"] or "",
                row["name_mark"] or "",
                row["account"],
                tuple(int(y) for y in (row["years"] or "").split()),
                row["last_year"],
                row["first_year"],
                row["holder"],
            ),
        )
        for row in load().table("kostra_codes")
    )


@lru_cache(maxsize=1)
def _codes() -> dict[tuple[str, str], KostraCode]:
    mine = ("municipality", "both")
    return {(which, c.code): c for which, c in _all_codes() if c.holder in mine}


@lru_cache(maxsize=1)
def oldest_list() -> int:
    """Return the year of the oldest list that was read."""
    return min(y for code in _codes().values() for y in code.years)


@lru_cache(maxsize=1)
def newest_list() -> int:
    """Return the year of the newest list that was read."""
    return max(y for code in _codes().values() for y in code.years)


def kostra_code(which: KostraList, code: str) -> KostraCode | None:
    """Return a function or an account of a municipality; None for one that is in no list.

    Examples
    --------
    >>> kostra_code("account", "240").account, kostra_code("function", "254").valid_in(2026)
    ('running', False)
    >>> kostra_code("function", "999")
    """
    return _codes().get((which, code))


def kostra_elsewhere(which: KostraList, code: str) -> KostraCode | None:
    """Return a code that only others than municipalities have; None for any other.

    Examples
    --------
    >>> kostra_elsewhere("function", "722").name, kostra_elsewhere("function", "332")
    ('Fylkesveier', None)
    """
    if kostra_code(which, code) is not None:
        return None
    return next((c for list_, c in _all_codes() if list_ == which and c.code == code), None)
