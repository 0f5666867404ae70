"""A municipality's own PowerPoint template: checked, and without what is not used of it.

Masters, layouts, theme and their pictures are kept. Its slides, comments, sections, properties
and custom XML are not. It is checked as a Word template is: macros, objects, links out of the
file and what unpacks to too much are refused.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from kortreist.documents.format.slides.layouts import LAYOUTS, box_of, layouts_of
from kortreist.documents.format.word.letter_widths import letters_of
from kortreist.documents.format.word.template_outside import does_something
from kortreist.documents.format.word.template_package import TemplatePackage
from kortreist.errors import ImportRefusedError, TextKey

__all__ = ["SlideTemplate", "read_template"]

_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
_EMU_CM = 360_000
#: The least field for text, in centimetres: a table of ten rows in letters that can be read.
_WIDE, _HIGH = 20, 9
#: Ends of the kinds of relations a presentation keeps.
_KEPT = frozenset(
    {"slideMaster", "notesMaster", "handoutMaster", "theme", "presProps", "tableStyles", "font"}
)
#: What of the presentation's own part speaks of slides that are gone, or of parts that are.
_GONE = ("p:sldIdLst", "p:custShowLst", "p:custDataLst", "p:extLst", "p:smartTags")


@dataclass(frozen=True, slots=True)
class SlideTemplate:
    """What slides are written with.

    Parameters
    ----------
    content : bytes
        A presentation without slides.
    letters : float
        How much wider than Calibri's the letters of its fonts are, at most.
    sha256 : str
        Of the file as it was sent.
    """

    content: bytes
    letters: float
    sha256: str


class _Package(TemplatePackage):
    """A PowerPoint file that has been checked."""

    family = "slide_template"
    main_type = re.compile(re.escape(_MAIN).replace(r"\{\}", "(presentation|template)"))

    def again(self) -> bytes:
        """Return the file written anew from what was checked, as a presentation."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in sorted(self.names):
                part = self.read(name)
                if name in self.xml_parts:
                    self._refuse_entities(part)
                if name == "[Content_Types].xml":
                    of, to = (_MAIN.format(x).encode() for x in ("template", "presentation"))
                    part = part.replace(of, to)
                new.writestr(name, part)
        return out.getvalue()

    def _look_at(self, name: str, root: Element) -> None:
        if found := does_something(root):
            self._refuse("link", found, name)

    def _refuse_entities(self, part: bytes) -> None:
        """Refuse XML with a document type, or in an encoding that could hide one."""
        if b"\0" in part[:200] or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise ImportRefusedError("slide_template.damaged", file=self.file)


def read_template(file: str, content: bytes) -> SlideTemplate:
    """Read a ``.pptx`` or ``.potx`` as a template.

    Parameters
    ----------
    file : str
        Its name, for errors.
    content : bytes

    Raises
    ------
    ImportRefusedError
        ``slide_template.…``: the file cannot be used; says why and how to mend it.
    """
    from pptx import Presentation

    checked = _Package(file, content).again()
    try:
        show: Any = Presentation(io.BytesIO(checked))
        _strip(show)
        layouts = layouts_of(show)
        fonts = _fonts(show)
    except Exception as error:  # lxml's, zipfile's and python-pptx's own, of many types
        raise ImportRefusedError("slide_template.damaged", file=file) from error
    _refuse_layouts(layouts, file)
    _refuse_small(show, layouts["listed"], file)
    out = io.BytesIO()
    show.save(out)
    return SlideTemplate(
        content=out.getvalue(),
        letters=max(letters_of(font) for font in fonts),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _strip(show: Any) -> None:
    """Take out slides, comments, sections, properties and what else is not drawn with."""
    from pptx.opc.package import OpcPackage
    from pptx.oxml.ns import qn

    part, root = show.part, show.part._element
    package: OpcPackage = part.package
    for name in _GONE:
        for element in root.findall(qn(name)):
            root.remove(element)
    for relations, kept in ((part.rels, _KEPT), (package._rels, {"officeDocument"})):
        for rid, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                relations.pop(rid)


def _fonts(show: Any) -> list[str]:
    """Return the fonts of the theme, and those its masters name."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    fonts: dict[str, None] = {}
    for relation in show.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = parse_xml(relation.target_part.blob)
            for name in ("a:majorFont", "a:minorFont"):
                for font in theme.iter(qn(name)):
                    fonts[font.find(qn("a:latin")).get("typeface", "")] = None
    for style in show.slide_master._element.iter(qn("p:txStyles")):
        for latin in style.iter(qn("a:latin")):
            fonts[latin.get("typeface", "")] = None
    return [f for f in fonts if not f.startswith("+")] or [""]


def _refuse_layouts(layouts: dict[str, Any], file: str) -> None:
    missing = [name for name in LAYOUTS if name not in layouts]
    if missing:
        said = tuple(TextKey(f"errors.slide_template.layout.{name}") for name in missing)
        raise ImportRefusedError("slide_template.layouts", file=file, missing=said)


def _refuse_small(show: Any, listed: Any, file: str) -> None:
    field = box_of(listed)
    inner = (field.width, field.height) if field else (0, 0)
    size = [round(x / _EMU_CM, 1) for x in (show.slide_width, show.slide_height, *inner)]
    if size[2] < _WIDE or size[3] < _HIGH:
        raise ImportRefusedError(
            "slide_template.page",
            file=file,
            width=size[0],
            height=size[1],
            inner_width=size[2],
            inner_height=size[3],
            minimum_width=_WIDE,
            minimum_height=_HIGH,
        )
