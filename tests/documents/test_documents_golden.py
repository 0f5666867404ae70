"""The made budget's document as text, against a kept one.

A change that is meant: look at the difference, then renew the kept files with
``KORTREIST_GOLDEN=renew .venv/bin/python -m pytest tests/documents/test_documents_golden.py``
and commit them with the change that made them differ.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kortreist.accounts.ledger import Account
from kortreist.documents import account_document
from kortreist.documents.format.blocks import (
    Bullets,
    ChartBlock,
    Document,
    KeyFigures,
    Note,
    Paragraph,
    Sheet,
    Table,
    plain,
)
from kortreist.i18n import LANGUAGES

KEPT = Path(__file__).with_name("golden")


def lines(document: Document) -> Iterator[str]:
    """Return the document as lines: what is said, without how it looks."""
    yield f"# {plain(document.title)}"
    yield f"[{document.draft}] {document.kicker}: {document.description}"
    for term, text in document.facts:
        yield f"{plain(term)}: {plain(text)}"
    for section in document.sections:
        yield f"\n## {section.number} {plain(section.title)}".replace("##  ", "## ")
        for block in section.blocks:
            yield from shown(block)
    yield f"\n{plain(document.footer)}"


def shown(block: object) -> Iterator[str]:
    if isinstance(block, Paragraph | Note):
        yield f"\n{plain(block.content)}"
    elif isinstance(block, Bullets):
        for item in block.items:
            yield f"- {plain(item)}"
    elif isinstance(block, KeyFigures):
        for item in block.items:
            parts = (plain(p) for p in (item.title, item.figure, item.note))
            yield f"* {' | '.join(parts)} ({item.tone})"
    elif isinstance(block, ChartBlock):
        yield f"\n[chart] {plain(block.caption)}: {block.alt}"
        yield from shown(block.table)
    elif isinstance(block, Table):
        yield f"\n[table] {plain(block.caption)}"
        yield " | ".join(plain(c.title) for c in block.columns)
        for row in block.rows:
            cells = (
                f"{plain(c.content)} / {plain(c.sub)}" if c.sub else plain(c.content)
                for c in (row.header, *row.cells)
            )
            yield " | ".join(cells) + ("" if row.tone == "plain" else f" ({row.tone})")
        for note in block.notes:
            yield f"({plain(note)})"
    elif isinstance(block, Sheet):
        yield f"\n### {plain(block.title)} [{'; '.join(t.text for t in block.tags)}]"
        for term, text in block.facts:
            yield f"{plain(term)}: {plain(text)}"
    else:
        raise AssertionError(f"a block this test does not know: {type(block).__name__}")


def compare(name: str, document: Document) -> None:
    text = "\n".join(lines(document)) + "\n"
    path = KEPT / f"{name}.{document.language}.txt"
    if os.environ.get("KORTREIST_GOLDEN") == "renew":
        assert os.environ.get("CI", "").lower() != "true", "kept files are renewed by people"
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_made_plan_reads_as_it_did(language: str, documents: dict[str, Document]) -> None:
    compare("plan", documents[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_made_account_reads_as_it_did(language: str, account: Account) -> None:
    compare("account", account_document(account, language))
