"""A few slides that show what a PowerPoint template makes of each kind of content."""

from __future__ import annotations

from kortreist.documents.format.blocks import Bullets, Cell, Column, Row, Table
from kortreist.documents.format.slides.deck import Deck, Series, Slide, SlideChart
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import SlideTemplate

__all__ = ["preview_deck"]


def preview_deck(template: SlideTemplate, language: str) -> Deck:
    """Return slides with a list, a table and a chart; they say nothing of the place."""
    t = web(language)

    def say(key: str) -> str:
        return t(f"tenants.slides.preview.{key}")

    rows = tuple(
        Row(Cell((say(key),)), (Cell((say(f"{key}_shown"),)),)) for key in ("head", "list")
    )
    columns = (Column((say("kind"),), numeric=False), Column((say("shown"),), numeric=False))
    years = ("1", "2", "3")
    series = (
        Series(say("first_point"), (3.0, 2.0, 1.0)),
        Series(say("second_point"), (1.0, 2.0, 3.0)),
    )
    return Deck(
        language=language,
        title=say("title"),
        subtitle=template.filename,
        draft="",
        footer=(template.organisation.name,),
        slides=(
            Slide(say("list"), Bullets(((say("first_point"),), (say("second_point"),)))),
            Slide(say("table"), Table("preview", (say("table"),), columns, rows)),
            Slide(say("chart"), SlideChart("line", years, series, say("chart"), say("unit"))),
        ),
        created=template.created_at.date().isoformat(),
        author=template.organisation.name,
    )
