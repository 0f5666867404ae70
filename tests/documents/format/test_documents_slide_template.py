"""A municipality's own PowerPoint template: what is kept, what is refused, and that text fits."""

from __future__ import annotations

import io
import zipfile

import pytest
from pptx import Presentation
from pptx.util import Cm
from slides_fit import overflowing

from kortreist.documents.format.blocks import (
    Bullets,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Row,
    Table,
)
from kortreist.documents.format.slides.deck import Deck, Series, Slide, SlideChart
from kortreist.documents.format.slides.document import render_slides
from kortreist.documents.format.slides.template import read_template
from kortreist.documents.format.word import template_package
from kortreist.errors import ImportRefusedError

SECRET = "Gammelt lysbilde av Hemmelig Hansen"  # pragma: allowlist secret (text of a made template)
LONG = "Overføring til kollektivtrafikk og sykkel i hele kommunen før utgangen av perioden, "


def template(*, wide: float = 33.9, high: float = 19.05, font: str = "Arial", drop=()) -> bytes:
    """Return a template with a slide, a comment on itself, and its own font."""
    made = Presentation()
    factor = Cm(wide) / made.slide_width
    made.slide_width, made.slide_height = Cm(wide), Cm(high)
    for part in (made.slide_master, *made.slide_layouts):
        for shape in part.placeholders:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * factor), round(shape.width * factor)
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = SECRET
    made.core_properties.author = made.core_properties.keywords = SECRET
    for layout in [x for x in made.slide_layouts if x.name in drop]:
        made.slide_layouts.remove(layout)
    out = io.BytesIO()
    made.save(out)
    return changed(
        out.getvalue(),
        {"ppt/theme/theme1.xml": lambda x: x.replace(b'typeface="Calibri"', _font(font))},
    )


def _font(name: str) -> bytes:
    return f'typeface="{name}"'.encode()


def changed(content: bytes, edits=None, added=None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            edit = (edits or {}).get(name, lambda x: x)
            new.writestr(name, edit(old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def deck(times: int = 1) -> Deck:
    figure = KeyFigure((LONG,), ("1 234 567 tonn",), (LONG * times,))
    row = Row(Cell((LONG,)), (Cell(("12,4 millioner kroner",), ("usikkert",)),))
    return Deck(
        language="nb",
        title=LONG * times,
        subtitle=LONG * 2,
        draft="UTKAST – ikke behandlet",
        footer=("Klimabudsjett, Kortreist 0.1.0, kontrollsum 56b737b7d36b",),
        created="2026-11-30",
        author="Eksempeldal",
        slides=(
            Slide(LONG * times, Bullets(((LONG * times,),) * 6), ("Kilde",)),
            Slide("Tall", KeyFigures((figure,) * 6)),
            Slide("Tabell", Table("t", ("Tabell",), _columns(), (row,) * 10)),
            Slide(LONG, SlideChart("bar", ("2027",), (Series("Plan", (1.0,)),), "Alt", "t")),
        ),
    )


def _columns():
    return (Column(("Tiltak",), numeric=False, share=3.0), Column(("Kostnad",)))


@pytest.mark.parametrize("own", [False, True])
def test_no_text_is_larger_than_its_box_and_nothing_leaves_the_slide(own):
    read = read_template("mal.pptx", template()) if own else None
    for times in (1, 3):
        made = render_slides(deck(times), read)
        assert overflowing(made, read.letters if read else 1.0) == []


def test_short_text_keeps_the_templates_own_size():
    from dataclasses import replace

    made = render_slides(replace(deck(), title="Klimabudsjett"), read_template("m", template()))
    (first, *_) = Presentation(io.BytesIO(made)).slides
    assert first.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt == 44


def test_what_is_not_drawn_with_does_not_come_along():
    read = read_template("mal.pptx", template(font="Hagrid"))
    assert read.letters == 1.4
    made = render_slides(deck(), read)
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert SECRET.encode() not in b"".join(parts.values())
    assert b"Hagrid" in parts["ppt/theme/theme1.xml"]
    assert made == render_slides(deck(), read)
    show = Presentation(io.BytesIO(made))
    assert len(show.slides) == 5
    assert show.slide_width == Cm(33.9)


def test_sections_that_name_slides_which_are_gone_are_left_out():
    """PowerPoint offers to mend a file whose sections name slides it has not."""
    sections = (
        b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        b'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext>'
        b"</p:extLst></p:presentation>"
    )
    edit = {"ppt/presentation.xml": lambda x: x.replace(b"</p:presentation>", sections)}
    read = read_template("mal.pptx", changed(template(), edit))
    with zipfile.ZipFile(io.BytesIO(read.content)) as file:
        assert b"sectionLst" not in file.read("ppt/presentation.xml")


def test_a_potx_is_a_template_too():
    edit = {
        "[Content_Types].xml": lambda x: x.replace(
            b"presentationml.presentation.main", b"presentationml.template.main"
        )
    }
    assert render_slides(deck(), read_template("mal.potx", changed(template(), edit)))


def _macros(content: bytes) -> bytes:
    return changed(content, added={"ppt/vbaProject.bin": b"x"})


def _entities(content: bytes) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "ccc">]><p:presentation'
    return changed(
        content, {"ppt/presentation.xml": lambda x: x.replace(b"<p:presentation", bomb, 1)}
    )


def _linked(content: bytes) -> bytes:
    link = (
        b'<Relationship Id="rId99" Type="http://x/image" TargetMode="External" '
        b'Target="http://example.test/logo.png"/></Relationships>'
    )
    name = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    return changed(content, {name: lambda x: x.replace(b"</Relationships>", link)})


_MASTER = "ppt/slideMasters/slideMaster1.xml"


def _outer(target: str, use: str = "", at: str = "</p:cSld>"):
    """Return an edit that lets the master have a link out of the file, used as said."""
    link = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/hyperlink" TargetMode="External" Target="{target}"/></Relationships>'
    ).encode()
    rels = "ppt/slideMasters/_rels/slideMaster1.xml.rels"
    return lambda content: changed(
        content,
        {
            rels: lambda x: x.replace(b"</Relationships>", link),
            _MASTER: lambda x: x.replace(at.encode(), use.encode() + at.encode(), 1),
        },
    )


def _in_master(xml: str, at: str = "</p:sldMaster>"):
    """Return an edit that puts XML in the master."""
    edit = {_MASTER: lambda x: x.replace(at.encode(), xml.encode() + at.encode(), 1)}
    return lambda content: changed(content, edit)


def _named(name: str, part: bytes, kind: str = ""):
    """Return an edit that adds a part, and says what it is."""
    said = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    edit = {"[Content_Types].xml": lambda x: x.replace(b"</Types>", said if kind else b"</Types>")}
    return lambda content: changed(content, edit, {name: part})


_BLIP = '<p:extLst><p:ext uri="x"><a:blip r:link="rId99"/></p:ext></p:extLst>'
_CLICK = '<p:extLst><p:ext uri="x"><a:hlinkClick r:id="rId99"/></p:ext></p:extLst>'
_ACTION = '<a:hlinkClick r:id="" action="ppaction://program"/>'
_VERB = '<p:timing><p:cmd type="verb" cmd="0"/></p:timing>'
_DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("break_it", "key"),
    [
        (_outer("https://example.test/x.png", _BLIP), "outside"),
        (_outer("file:///C:/x.exe", _CLICK), "link"),
        (_outer("javascript:alert(1)", _CLICK), "link"),
        (_outer("\\\\server\\x", _CLICK), "link"),
        (_in_master(_ACTION), "link"),
        (_in_master(_VERB), "link"),
        (_in_master('<a:hlinkClick r:id="" invalidUrl="javascript:x"/>'), "link"),
        (_named("ppt/media/a.png", _DOCTYPE), "damaged"),
        (_named("ppt/media/a.svg", b'<svg><image href="https://x.test/a"/></svg>'), "link"),
        (_named("ppt/a.bin", b"\xef\xbb\xbf\n" + _DOCTYPE), "damaged"),
        (_named("ppt/a.bin", _DOCTYPE.decode().encode("utf-16")), "damaged"),
        (_named("ppt/a.bin", b"x", "application/vnd.x+xml"), "damaged"),
    ],
)
def test_a_template_carries_nothing_out_of_the_file_but_links_to_pages(break_it, key):
    with pytest.raises(ImportRefusedError) as refused:
        read_template("mal.pptx", break_it(template()))
    assert refused.value.key == f"slide_template.{key}"
    for code in ("nb", "nn", "en"):
        assert "mal.pptx" in refused.value.message(code)


@pytest.mark.parametrize("target", ["https://kommune.no/?a=1", "mailto:post@kommune.no"])
def test_a_link_to_a_page_or_a_mailbox_is_kept(target):
    made = read_template("mal.pptx", _outer(target, _CLICK)(template()))
    with zipfile.ZipFile(io.BytesIO(made.content)) as file:
        assert target.encode() in file.read("ppt/slideMasters/_rels/slideMaster1.xml.rels")


@pytest.mark.parametrize(
    ("break_it", "key"),
    [
        (lambda c: b"\xd0\xcf\x11\xe0", "not_it"),
        (lambda c: c[:2000], "not_it"),
        (_macros, "macros"),
        (lambda c: changed(c, added={"ppt/embeddings/bok.xlsx": b"x"}), "object"),
        (_linked, "outside"),
        (_entities, "damaged"),
        (lambda c: changed(c, {"ppt/slideMasters/slideMaster1.xml": lambda x: b"<a"}), "damaged"),
        (lambda c: changed(c, added={f"p{n}.xml": b"<a/>" for n in range(401)}), "parts"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_mend(break_it, key):
    with pytest.raises(ImportRefusedError) as refused:
        read_template("mal.pptx", break_it(template()))
    assert refused.value.key == f"slide_template.{key}"
    for code in ("nb", "nn", "en"):
        assert "mal.pptx" in refused.value.message(code)


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(template_package, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(ImportRefusedError) as refused:
        read_template("mal.pptx", changed(template(), added={"ppt/media/a.png": b"0" * 2_000_000}))
    assert refused.value.key == "slide_template.unpacks"


def test_layouts_that_are_missing_are_named():
    with pytest.raises(ImportRefusedError) as refused:
        read_template("mal.pptx", template(drop=("Title Only", "Title Slide")))
    said = refused.value.message("nb")
    assert "«tittellysbilde»" in said
    assert "«bare tittel»" in said
    assert "«tittel og innhold»" not in said


def test_one_too_small_for_a_table_says_how_small():
    with pytest.raises(ImportRefusedError, match=r"12 × 19") as refused:
        read_template("mal.pptx", template(wide=12))
    assert refused.value.key == "slide_template.page"
