"""A municipality's own Word template: what of a file is used when a document is written.

Styles, lists, theme, names of fonts, a few settings, headers and footers with their pictures,
and the page of the last section. Nothing of the text of the template, its comments, properties
or macros.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kortreist.documents.format.word.letter_widths import letters_of
from kortreist.documents.format.word.template_margins import MarginPart, Pictures, read_margin
from kortreist.documents.format.word.template_package import TemplatePackage
from kortreist.documents.format.word.template_styles import TemplateStyles
from kortreist.documents.format.word.template_xml import clean, tag, write
from kortreist.errors import ImportRefusedError

__all__ = ["FIRST_LIST", "WordTemplate", "read_template"]

#: The lists of a template are numbered from here, above all of a document's own.
FIRST_LIST = 10_001
_VAL = tag("w:val")
_WORD_ONLY = frozenset({"w"})
#: Settings that say how a page is laid out, in the order of the schema; ours stand between.
_SETTINGS_BEFORE = (
    "mirrorMargins",
    "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter",
    "gutterAtTop",
)
_SETTINGS_BETWEEN = (
    "autoHyphenation",
    "consecutiveHyphenLimit",
    "hyphenationZone",
    "doNotHyphenateCaps",
    "evenAndOddHeaders",
)
_COLOURS = "clrSchemeMapping"
#: A page: width and height, and what is left for text, in twentieths of a point.
_A4 = {"w": "11906", "h": "16838"}
_OUR_MARGINS = {
    "top": "1304",
    "right": "1304",
    "bottom": "1247",
    "left": "1304",
    "header": "624",
    "footer": "567",
    "gutter": "0",
}
_MIN_TEXT, _MIN_HEIGHT, _MAX_SIDE = 5_670, 5_670, 31_680
_CENTIMETRE = 567


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """What a document takes from a template.

    Parameters
    ----------
    styles, fonts, theme : str
        Parts as XML; ``fonts`` and ``theme`` are empty where the template has none. ``styles``
        holds ``{language}`` where the document's language goes.
    list_kinds, lists : str
        The template's ``<w:abstractNum>`` and ``<w:num>``, numbered from :data:`FIRST_LIST`.
    settings : tuple of str
        XML of settings that stand first, between ours, and last in the part.
    margins : tuple of MarginPart
    pictures : dict of str to bytes
    page : str
        XML of the page's size, edges and borders, as a section has them.
    title_page, even_pages : bool
        Whether the first page, and even pages, have margins of their own.
    text_width, text_height : int
        What is left for text, in twentieths of a point.
    letters : float
        How much wider than Calibri's the letters of the running text are, at most.
    numbers_headings : bool
        Whether its headings are numbered.
    sha256 : str
        Of the file.
    """

    styles: str
    fonts: str
    theme: str
    list_kinds: str
    lists: str
    settings: tuple[str, str, str]
    margins: tuple[MarginPart, ...]
    page: str
    title_page: bool
    even_pages: bool
    text_width: int
    text_height: int
    letters: float
    numbers_headings: bool
    sha256: str
    pictures: dict[str, bytes] = field(default_factory=dict)


def read_template(file: str, content: bytes) -> WordTemplate:
    """Read a ``.docx`` or ``.dotx`` as a template.

    Parameters
    ----------
    file : str
        Its name, for errors.
    content : bytes

    Raises
    ------
    ImportRefusedError
        ``word_template.…``: the file cannot be used; says why and how to mend it.
    """
    package = TemplatePackage(file, content)
    document = package.document()
    references, section = _sections(document)
    page, width, height = _page(section, file)
    theme = package.related("theme")
    styles = TemplateStyles(package.related("styles"), file)
    lists = _Lists(package.related("numbering"), styles)
    styles.complete(width, points=_is_list(styles, "ListBullet"))
    kinds = {"headerReference": "header", "footerReference": "footer"}
    settings = package.related("settings")
    title_page, even_pages = _is_on(section, "titlePg"), _is_on(settings, "evenAndOddHeaders")
    shown = {"default", *(["first"] if title_page else []), *(["even"] if even_pages else [])}
    pictures, margins = Pictures(package), []
    relations = package.relations(package.main)
    for (name, pages), ident in references.items():
        if pages not in shown:
            continue
        relation = relations.get(ident)
        if relation is None or relation.kind != kinds[name]:
            raise ImportRefusedError("word_template.damaged", file=file)
        root = package.xml(relation.target)
        styles.point(root)
        lists.point(root)
        margins.append(read_margin(package, relation.target, kinds[name], pages, pictures, root))
    font = styles.font(theme)
    return WordTemplate(
        styles=write(styles.root),
        fonts=_fonts(package.related("fontTable")),
        theme=_theme(theme),
        list_kinds=lists.kinds,
        lists=lists.lists,
        settings=_settings(settings),
        margins=tuple(margins),
        page=page,
        title_page=title_page,
        even_pages=even_pages,
        text_width=width,
        text_height=height,
        letters=letters_of(font),
        numbers_headings=_is_list(styles, "Heading1"),
        sha256=hashlib.sha256(content).hexdigest(),
        pictures=pictures.contents,
    )


def _is_on(parent: Element | None, name: str) -> bool:
    element = None if parent is None else parent.find(tag(f"w:{name}"))
    return element is not None and element.get(_VAL, "1") not in ("0", "false", "off")


# -- the page ------------------------------------------------------------------------------


def _sections(document: Element) -> tuple[dict[tuple[str, str], str], Element | None]:
    """Return the headers and footers that hold in the last section, and the section.

    A section that says nothing of one has that of the section before it.
    """
    clean(document, frozenset({"w", "r"}))
    references: dict[tuple[str, str], str] = {}
    section = None
    for section in document.iter(tag("w:sectPr")):
        for reference in section:
            name = reference.tag.rpartition("}")[2]
            type_ = reference.get(tag("w:type"), "default")
            if name in ("headerReference", "footerReference") and type_ in _MARGIN_TYPES:
                references[name, type_] = reference.get(tag("r:id"), "")
    return dict(sorted(references.items())), section


_MARGIN_TYPES = ("default", "even", "first")


def _page(section: Element | None, file: str) -> tuple[str, int, int]:
    """Return the page as XML, and the width and height of its text."""
    size, edges = dict(_A4), dict(_OUR_MARGINS)
    borders = landscape = ""
    if section is not None:
        for name, values in (("pgSz", size), ("pgMar", edges)):
            element = section.find(tag(f"w:{name}"))
            for key in values if element is not None else ():
                value = element.get(tag(f"w:{key}"))  # type: ignore[union-attr]
                if value is not None:
                    values[key] = value
        shape = section.find(tag("w:pgSz"))
        if shape is not None and shape.get(tag("w:orient")) == "landscape":
            landscape = ' w:orient="landscape"'
        drawn = section.find(tag("w:pgBorders"))
        if drawn is not None:
            borders = write(drawn, root=False) if not _names_parts(drawn) else ""
    try:
        numbers = {key: int(value) for key, value in {**size, **edges}.items()}
    except ValueError as error:
        raise ImportRefusedError("word_template.damaged", file=file) from error
    width = numbers["w"] - numbers["left"] - numbers["right"] - numbers["gutter"]
    height = numbers["h"] - abs(numbers["top"]) - abs(numbers["bottom"])
    whole = max(map(abs, numbers.values())) <= _MAX_SIDE
    if (
        width < _MIN_TEXT
        or height < _MIN_HEIGHT
        or not whole
        or min(numbers["w"], numbers["h"]) < 0
    ):
        raise ImportRefusedError(
            "word_template.page",
            file=file,
            width=round(width / _CENTIMETRE, 1),
            height=round(height / _CENTIMETRE, 1),
            minimum=_MIN_TEXT // _CENTIMETRE,
        )
    sides = "".join(f' w:{key}="{numbers[key]}"' for key in size)
    gaps = "".join(f' w:{key}="{numbers[key]}"' for key in edges)
    return f"<w:pgSz{sides}{landscape}/><w:pgMar{gaps}/>{borders}", width, height


def _names_parts(element: Element) -> bool:
    """Tell whether a drawing needs pictures that are not carried over."""
    return any(name.startswith(tag("r:")) for e in element.iter() for name in e.attrib)


# -- lists ---------------------------------------------------------------------------------


class _Lists:
    """The lists that a template's styles use, under numbers that are no document's own."""

    def __init__(self, root: Element | None, styles: TemplateStyles) -> None:
        self._numbers: dict[str, str] = {}
        self.kinds = self.lists = ""
        if root is not None:
            self._read(root, styles)
        self.point(styles.root)

    def _read(self, root: Element, styles: TemplateStyles) -> None:
        clean(root, _WORD_ONLY)
        styles.point(root)
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag in (tag("w:numPicBullet"), tag("w:lvlPicBulletId")):
                    parent.remove(child)
        used = {n.get(_VAL) for n in styles.root.iter(tag("w:numId"))}
        kind_numbers: dict[str, str] = {}
        kinds = {k.get(tag("w:abstractNumId"), ""): k for k in root.findall(tag("w:abstractNum"))}
        for one in root.findall(tag("w:num")):
            ident, kind = one.get(tag("w:numId"), ""), one.find(tag("w:abstractNumId"))
            of = "" if kind is None else kind.get(_VAL, "")
            if ident in self._numbers or ident not in used or of not in kinds or kind is None:
                continue
            if of not in kind_numbers:
                kind_numbers[of] = str(FIRST_LIST + len(kind_numbers))
                kinds[of].set(tag("w:abstractNumId"), kind_numbers[of])
                self.kinds += write(kinds[of], root=False)
            kind.set(_VAL, kind_numbers[of])
            self._numbers[ident] = str(FIRST_LIST + len(self._numbers))
            one.set(tag("w:numId"), self._numbers[ident])
            self.lists += write(one, root=False)

    def point(self, root: Element) -> None:
        """Let numbers of lists in a tree be those used here; one that is no list's becomes none."""
        for number in root.iter(tag("w:numId")):
            number.set(_VAL, self._numbers.get(number.get(_VAL, ""), "0"))


def _is_list(styles: TemplateStyles, ident: str) -> bool:
    """Tell whether paragraphs of a style are points of a list, by the style itself."""
    for style in styles.chain(ident):
        number = style.find(f"{tag('w:pPr')}/{tag('w:numPr')}/{tag('w:numId')}")
        if number is not None:
            return number.get(_VAL) != "0"
    return False


# -- the other parts -----------------------------------------------------------------------


def _fonts(root: Element | None) -> str:
    """Return the names of fonts; fonts that lie in the file are not carried over."""
    if root is None:
        return ""
    clean(root, _WORD_ONLY)
    for font in root:
        for child in list(font):
            if child.tag.rpartition("}")[2].startswith("embed"):
                font.remove(child)
    return write(root)


def _theme(root: Element | None) -> str:
    """Return the theme: its colours and fonts, without pictures."""
    if root is None or root.tag != tag("a:theme"):
        return ""
    clean(root, frozenset({"a"}))
    for parent in list(root.iter()):
        for place, child in reversed(list(enumerate(parent))):
            if child.tag == tag("a:extLst"):
                parent.remove(child)
            elif child.tag == tag("a:blipFill"):  # as many fills as there were
                parent[place] = Element(tag("a:solidFill"))
                parent[place].append(Element(tag("a:schemeClr"), {"val": "phClr"}))
    for defaults in root.findall(tag("a:objectDefaults")):
        defaults[:] = []
    return write(root)


def _settings(root: Element | None) -> tuple[str, str, str]:
    """Return the settings that say how a page is laid out, by where they stand among ours."""
    if root is None:
        return "", "", ""
    clean(root, _WORD_ONLY)

    def of(names: tuple[str, ...]) -> str:
        elements = (root.find(tag(f"w:{name}")) for name in names)
        return "".join(write(e, root=False) for e in elements if e is not None)

    return of(_SETTINGS_BEFORE), of(_SETTINGS_BETWEEN), of((_COLOURS,))
