"""A short document that shows what a Word template makes of each kind of content."""

from __future__ import annotations

from kortreist.documents.format.blocks import (
    WORDS,
    Bullets,
    Cell,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)
from kortreist_web.core.texts import engine, web
from kortreist_web.tenants.models import WordTemplate

__all__ = ["preview_document"]


def preview_document(template: WordTemplate, language: str) -> Document:
    """Return a document with headings, lists, a note and a table; it says nothing of the place."""
    t, words = web(language), engine(language)

    def say(key: str) -> str:
        return t(f"tenants.word.preview.{key}")

    table = Table(
        "preview",
        (say("caption"),),
        (Column((say("kind"),)), Column((say("shown"),))),
        tuple(
            Row(Cell((say(key),)), (Cell((say(f"{key}_shown"),)),)) for key in ("heading", "list")
        ),
    )
    points = ((say("first_point"),), (say("second_point"),))
    sections = (
        Section("text", "", (say("section"),), (Paragraph((say("text"),)), Note((say("note"),)))),
        Section(
            "lists",
            "1",
            (say("lists"),),
            (
                Paragraph((say("under"),), tone="lead"),
                Bullets(points, False),
                Bullets(points, True),
            ),
        ),
        Section("tables", "2", (say("tables"),), (table,)),
    )
    return Document(
        language=language,
        title=(say("title"),),
        kicker=template.organisation.name,
        facts=(((say("file"),), (template.filename,)),),
        draft="",
        description=say("title"),
        footer=(template.organisation.name,),
        sections=sections,
        origins=(),
        created=template.created_at.date().isoformat(),
        words={key: words(f"documents.word.{key}") for key in WORDS},
    )
