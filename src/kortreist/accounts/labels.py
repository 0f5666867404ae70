"""Names of sectors, sources, boundaries and reasons in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kortreist.accounts.footprint import NO_TABLES, footprint_years
from kortreist.accounts.ledger import Account, Source
from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.facts import load
from kortreist.i18n import LANGUAGES, Translator, name_in
from kortreist.units import Boundary

__all__ = ["Naming", "inventory_names", "written"]


#: What a source says where it has no licence by name → the text of it.
_NO_LICENCE = (
    ("cited", "cited"),
    ("kommunens egen", "own"),
    ("public document", "public"),
)


class Naming:
    """Looks names up in one language; an unknown identifier is shown as words.

    Parameters
    ----------
    language : {"nb", "nn", "en"}

    Examples
    --------
    >>> Naming("nn").sector("road_transport")
    'Vegtrafikk'
    """

    def __init__(self, language: str) -> None:
        self.t = Translator(language)
        self.language = language

    def licence(self, licence: str) -> str:
        """Return a licence's name; what is no licence is said in the reader's language.

        Examples
        --------
        >>> Naming("nn").licence("Cited figures only"), Naming("nn").licence("NLOD")
        ('berre siterte tal', 'NLOD')
        """
        for words, key in _NO_LICENCE:
            if words in licence.lower():
                return self.t(f"accounts.licence.{key}")
        return licence

    def sector(self, sector: str) -> str:
        """Return the name of a sector or classification."""
        label = _sectors(self.language).get(sector)
        return label or self._text(f"accounts.sector.{sector}", sector)

    def source(self, source: Source) -> str:
        """Return the name of a source."""
        return self.source_of(source.scope, source.sector, source.source)

    def source_of(self, scope: str, sector: str, source: str) -> str:
        """Return the name of a source by its identifiers.

        Examples
        --------
        >>> Naming("nb").source_of("direct", "road_transport", "buses")
        'Busser'
        """
        label = _sources(self.language).get((sector, source))
        if label:
            return label
        if sector == "household_direct":
            return self.t(f"accounts.household.{source}")
        if sector == "residents_direct":
            return self.t(f"accounts.residents_direct.{source}")
        coded = _codes(self.language).get(source)
        if coded and scope == "indirect":
            return coded
        return self._text(f"accounts.source.{source}", source)

    def inventory_source(self, sector: str, source: str) -> str:
        """Return sector and source of the inventory, for where no account is at hand."""
        label = _sources(self.language).get((sector, source))
        name = label or self._text(f"accounts.source.{source}", source)
        return f"{self.sector(sector)}: {name}"

    def boundary(self, boundary: Boundary, kind: str = "municipality") -> str:
        """Return the name of a boundary, of a place of this kind."""
        if boundary == "territorial" and kind != "municipality":
            return self.t("accounts.boundary.direct")
        return self.t(f"accounts.boundary.{boundary}")

    def gwp(self, gwp: str) -> str:
        """Return the name of a set of GWP-100 weights, or that it is not told.

        Examples
        --------
        >>> Naming("nb").gwp("AR5"), Naming("nb").gwp("unknown")
        ('AR5', 'ikke oppgitt')
        """
        return self.t("accounts.gwp_unknown") if gwp in ("", UNKNOWN_GWP) else gwp

    def without(self, without: Iterable[str]) -> str:
        """Return what is left out in words, empty where nothing is."""
        return ", ".join(self.t(f"accounts.without.{w}") for w in without)

    def within(self, account: Account) -> str:
        """Return the boundary of what is emitted inside the border, with what is left out."""
        name = self.boundary("territorial", account.place.kind)
        return f"{name}, {self.without(account.without)}" if account.without else name

    def basis(self, account: Account, boundary: Boundary = "consumption") -> str:
        """Return what year's structure and prices a total has; empty for the inventory.

        Examples
        --------
        >>> from kortreist import accounts, places
        >>> Naming("en").basis(accounts.build(places.find("4005")))
        'structure and prices of 2020/2022'
        """
        if boundary == "territorial" or boundary not in account.totals:
            return ""
        if not account.basis:
            return self.t("accounts.basis.own_tables", year=account.year)
        key = "structure" if boundary == "consumption" else "combined"
        return self.basis_text(key, account.basis, account.year)

    def basis_text(self, key: str, years: Sequence[int], year: int) -> str:
        """Return the label of given years; ``key``: ``structure`` or ``combined``."""
        return self.t(f"accounts.basis.{key}", years="/".join(map(str, years)), year=year)

    def aside(self, id: str) -> str:
        """Return the name of a figure said beside the consumption total."""
        return self.t(f"accounts.aside.{id}")

    def why_missing(self, account: Account, boundary: Boundary) -> str:
        """Return why a total is missing, with whose figures are lacking."""
        key = account.missing.get(boundary)
        if key is None:
            return ""
        text = self.t(key) if self.t.has(key) else key
        if key == NO_TABLES:
            years = footprint_years()
            text = self.t(key, year=account.year, first=years[0], last=years[-1])
        if account.lacking and key == "accounts.missing.county":
            text += " " + self.t("accounts.missing.lacking", places=", ".join(account.lacking))
        return text

    def note(self, key: str) -> str:
        """Return a note; one without text is shown as its key, never hidden."""
        for candidate in (key, f"accounts.{key}", f"accounts.note.{key}"):
            try:
                if self.t.has(candidate):
                    return self.t(candidate)
            except FileNotFoundError:
                continue
        return key

    def _text(self, key: str, otherwise: str) -> str:
        if self.t.has(key):
            return self.t(key)
        words = otherwise.replace("_", " ")
        return words[:1].upper() + words[1:]


def written(name: str) -> str:
    """Return a name of the official inventory as names are written, without its marks.

    The agency writes one sector in lower case, and stars an estimate.

    Examples
    --------
    >>> written("*Estimat sjøfart")
    'Estimat sjøfart'
    """
    name = name.lstrip("*").strip()
    return name[:1].upper() + name[1:]


def inventory_names(language: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (sector, source) → names of both, of all sources of the official inventory."""
    sectors = _sectors(language)
    return {
        (r["sector"], r["source"]): (sectors[r["sector"]], written(name_in(r, language, "source_")))
        for r in load().table("inventory_sources")
        if not r["alias"]
    }


@lru_cache(maxsize=len(LANGUAGES))
def _sectors(language: str) -> dict[str, str]:
    rows = load().table("inventory_sources")
    return {r["sector"]: written(name_in(r, language, "sector_")) for r in rows if not r["alias"]}


@lru_cache(maxsize=len(LANGUAGES))
def _sources(language: str) -> dict[tuple[str, str], str]:
    facts = load()
    out = {
        (r["sector"], r["source"]): written(name_in(r, language, "source_"))
        for r in facts.table("inventory_sources")
        if not r["alias"]
    }
    for r in facts.table("national_sources"):
        out[(r["sector"], r["source"])] = name_in(r, language, "name_")
    return out


@lru_cache(maxsize=len(LANGUAGES))
def _codes(language: str) -> dict[str, str]:
    """Return names of consumption codes, from the facts' tables that have them."""
    out: dict[str, str] = {}
    facts = load()
    for table in (
        "coicop",
        "coicop_names",
        "consumption_names",
        "cost_types",
        "industry_groups",
        "products",
    ):
        if table not in facts.names:
            continue
        for row in facts.table(table):
            code = row.get("code") or row.get("source") or row.get("coicop")
            name = name_in(row, language, "name_")
            if code and name:
                out[str(code)] = name
    return out
