"""An account as a document of its own."""

from __future__ import annotations

from kortreist.accounts.ledger import Account
from kortreist.backtests import known_breaks
from kortreist.documents.account.boundaries import boundary_words
from kortreist.documents.account.breaks import break_note
from kortreist.documents.account.refs import Refs
from kortreist.documents.account.sectors import SectorsPart
from kortreist.documents.account.totals import AccountPart
from kortreist.documents.format.blocks import Document, Inlines, Label
from kortreist.documents.format.html import render_html
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import sources
from kortreist.documents.format.writer import Writer

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
    write = Writer(language, account.origins)
    refs = Refs(write, account)
    part, sectors = AccountPart(write, refs, account), SectorsPart(write, refs, account)
    s = Sections(write)
    s.add("totals", (write.paragraph("account.three"), *part.totals()), numbered=False)
    has_direct = any(x.scope == "direct" for x in account.sources)
    note = break_note(write, known_breaks(account))
    s.add("history", (part.history(), note) if account.history else ())
    s.add(
        "direct",
        (sectors.by_sector(), part.dominant(), part.sources_table()) if has_direct else (),
    )
    s.add("consumption", (sectors.by_consumption(), sectors.asides()))
    s.add("notes", part.notes())
    blocks = sources(write)
    s.add("sources", blocks)
    place = write.name(account.place.name)
    return Document(
        language=language,
        title=write.text("account.title", place=place, year=write.year(account.year)),
        kicker=write.t("documents.account.kicker"),
        facts=account_facts(write, account, created),
        draft="",
        description=write.t("documents.account.description", place=account.place.name),
        footer=write.text("account.footer", gwp=Label(account.gwp)),
        sections=tuple(s.made),
        origins=write.used,
        created=created or account.vintage_date,
        words=document_words(write),
    )


def account_page(account: Account, language: str = "nb") -> str:
    """Return an account as one self-contained HTML page.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    """
    return render_html(account_document(account, language))


def account_facts(
    write: Writer, account: Account, created: str
) -> tuple[tuple[Inlines, Inlines], ...]:
    """Return the facts above a document about a place: which, its vintage, when computed."""
    kind = "place" if account.place.kind == "municipality" else "area"
    place: Inlines = (write.name(account.place.name), " ", Label(f"({account.place.number})"))
    vintage = write.text(
        "fact.vintage_text",
        origin=write.name(account.vintage_origin),
        date=write.date(account.vintage_date),
        year=write.year(account.year),
    )
    facts = [(write.text(f"fact.{kind}"), place), (write.text("fact.vintage"), vintage)]
    if account.without:
        words = boundary_words(write, "territorial", account.without)
        facts.insert(1, (write.text("fact.boundary"), words))
    if created:
        facts.append((write.text("fact.computed"), (write.date(created),)))
    return tuple(facts)
