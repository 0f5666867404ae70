"""An account as a document of its own."""

from __future__ import annotations

from kortreist.accounts.ledger import Account
from kortreist.backtests import known_breaks
from kortreist.documents.account.boundaries import boundary_words
from kortreist.documents.account.breaks import break_note
from kortreist.documents.account.sectors import SectorsPart
from kortreist.documents.account.totals import AccountPart
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.format.blocks import Document, Inlines, Label
from kortreist.documents.format.html import render_html
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import sources

__all__ = ["account_document", "account_facts", "account_page"]


def account_document(account: Account, language: str = "nb", created: str = "") -> Document:
    """Return an account as a document of its own.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    created : str
        ISO date; the vintage's date when empty, so that the same account gives the same page.
    """
    w = AccountWriter(language, account)
    part, sectors = AccountPart(w), SectorsPart(w)
    s = Sections(w)
    s.add("totals", (w.paragraph("account.three"), *part.totals()), numbered=False)
    has_direct = any(x.scope == "direct" for x in account.sources)
    note = break_note(w, known_breaks(account))
    s.add("history", (part.history(), note) if account.history else ())
    s.add(
        "direct", (sectors.by_sector(), part.dominant(), part.sources_table()) if has_direct else ()
    )
    s.add("consumption", (sectors.by_consumption(), sectors.asides()))
    s.add("notes", part.notes())
    blocks = sources(w)
    s.add("sources", blocks)
    place = w.name(account.place.name)
    return Document(
        language=language,
        title=w.text("account.title", place=place, year=w.year(account.year)),
        kicker=w.t("documents.account.kicker"),
        facts=account_facts(w, created),
        draft="",
        description=w.t("documents.account.description", place=account.place.name),
        footer=w.text("account.footer", gwp=Label(w.naming.gwp(account.gwp))),
        sections=tuple(s.made),
        origins=w.used,
        created=created or account.vintage_date,
        words=document_words(w),
    )


def account_page(account: Account, language: str = "nb") -> str:
    """Return an account as one self-contained HTML page.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    """
    return render_html(account_document(account, language))


def account_facts(w: AccountWriter, created: str) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return the facts above a document about a place: which, its vintage, when computed."""
    account = w.account
    kind = "place" if account.place.kind == "municipality" else "area"
    place: Inlines = (w.name(account.place.name), " ", Label(f"({account.place.number})"))
    vintage = w.text(
        "fact.vintage_text",
        origin=w.name(account.vintage_origin),
        date=w.date(account.vintage_date),
        year=w.year(account.year),
    )
    facts = [(w.text(f"fact.{kind}"), place), (w.text("fact.vintage"), vintage)]
    if account.without:
        words = boundary_words(w, "territorial", account.without)
        facts.insert(1, (w.text("fact.boundary"), words))
    if created:
        facts.append((w.text("fact.computed"), (w.date(created),)))
    return tuple(facts)
