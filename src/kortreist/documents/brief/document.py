"""Why here, as a document of one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from kortreist.accounts.ledger import Account
from kortreist.budgets.target import RegisteredTarget
from kortreist.documents.account.document import account_facts
from kortreist.documents.account.writer import AccountWriter
from kortreist.documents.brief.facts_of import LEFT, BriefFact, brief_facts, brief_origins
from kortreist.documents.brief.sentences import SECTIONS, told
from kortreist.documents.format.blocks import Document
from kortreist.documents.format.sections import Sections, document_words
from kortreist.documents.format.sources import works_in_short

__all__ = ["brief_document"]


def brief_document(
    account: Account,
    language: str = "nb",
    at: date | None = None,
    registered: Iterable[RegisteredTarget] = (),
    facts: Mapping[str, BriefFact] | None = None,
    created: str = "",
) -> Document:
    """Return why a place has something to do, on one page: no sentence without its figures.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    at : datetime.date, optional
        The day whose rules and targets count; default today.
    registered : iterable of RegisteredTarget
        What the place and its county have adopted
        (:func:`kortreist.budgets.targets.registered_targets`).
    facts : mapping of str to BriefFact, optional
        Instead of those that follow from the account: what is left out or changed in them is
        left out or changed in the text.
    created : str
        ISO date the document was made; the vintage's date when empty.

    Examples
    --------
    >>> import kortreist
    >>> from kortreist.documents.format.blocks import plain
    >>> page = brief_document(kortreist.account("4005"), "en", date(2026, 11, 30))
    >>> plain(page.sections[0].blocks[0].items[0])[:24]
    'In 2024 Notodden emitted'
    """
    at = at or date.today()
    registered = tuple(registered)
    if facts is None:
        facts = brief_facts(account, at, registered)
    w = AccountWriter(language, account, brief_origins(account, at, registered))
    goals = tuple(r.origin for r in registered if not r.county)
    w.own("total")
    w.source(LEFT, ("document/total", *goals), w.t("brief.rule.left_title"), w.t("brief.rule.left"))
    sections = Sections(w, lambda id: w.said(f"brief.section.{id}"))
    for id in SECTIONS:
        sentences = [said for _, said in told(w, facts, id)]
        sections.add(id, (w.bullets(sentences),) if sentences else (), numbered=False)
    if sections.made:
        sections.add("sources", (works_in_short(w),), numbered=False)
    else:
        sections.add("nothing", (w.paragraph(w.said("brief.nothing")),), numbered=False)
    place = w.name(account.place.name)
    return Document(
        language=language,
        title=w.said("brief.title", place=place),
        kicker=w.t("brief.kicker"),
        facts=account_facts(w, created),
        draft="",
        description=w.t("brief.description", place=account.place.name),
        footer=w.said("brief.footer"),
        sections=tuple(sections.made),
        origins=w.used,
        created=created or account.vintage_date,
        words=document_words(w),
        compact=True,
    )
