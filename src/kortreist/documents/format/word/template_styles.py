"""A template's styles under the names we write with, and ours where it has none.

Word keeps a style under an id of the language it was made in («Overskrift1»), and other
programs its name too («Overskrift 1»). Both are known by their names in bokmål, nynorsk and
English, and get the one id everything else here uses: «Heading1».
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from xml.etree.ElementTree import Element

from kortreist.documents.format.word.template_xml import clean, parse, tag

__all__ = ["POINTERS", "TemplateStyles"]

#: Our id → other names of the style in bokmål, nynorsk and English.
_NAMES = {
    "Heading1": ("Overskrift 1", "Heading 1"),
    "Heading2": ("Overskrift 2", "Heading 2"),
    "Heading3": ("Overskrift 3", "Heading 3"),
    "Title": ("Tittel", "Title"),
    "Subtitle": ("Undertittel", "Subtitle"),
    "Caption": ("Bildetekst", "Bilettekst", "Caption"),
    "ListBullet": ("Punktliste", "Punktmerket liste", "List Bullet"),
    "ListNumber": ("Nummerert liste", "List Number"),
    "TOCHeading": (
        "Overskrift for innholdsfortegnelse",
        "Overskrift for innhaldsliste",
        "TOC Heading",
    ),
    "TOC1": ("INNH 1", "TOC 1"),
    "Header": ("Topptekst", "Header"),
    "Footer": ("Bunntekst", "Botntekst", "Footer"),
    "Hyperlink": ("Hyperkobling", "Hyperkopling", "Hyperlink"),
    "TableGrid": ("Tabellrutenett", "Table Grid"),
}
#: Our id → the kind of which it is the one that holds where nothing is said.
_DEFAULTS = {
    "Normal": "paragraph",
    "DefaultParagraphFont": "character",
    "TableNormal": "table",
    "NoList": "numbering",
}
#: Elements whose value is a style's id.
POINTERS = frozenset(
    tag(f"w:{name}")
    for name in (
        "pStyle",
        "rStyle",
        "tblStyle",
        "basedOn",
        "next",
        "link",
        "styleLink",
        "numStyleLink",
    )
)
_VAL, _ID, _TYPE, _DEFAULT = (tag(f"w:{n}") for n in ("val", "styleId", "type", "default"))
_WORD_ONLY = frozenset({"w"})
#: Right edge of our text in :file:`styles.xml`, where tabs of added styles stand.
_OUR_RIGHT = "9298"


def _ours(file: str) -> Element:
    folder = resources.files("kortreist.documents.format").joinpath("templates/word")
    return parse(folder.joinpath("styles.xml").read_bytes(), file)


class TemplateStyles:
    """The styles of a template.

    Parameters
    ----------
    root : Element or None
        ``<w:styles>`` of the template; None where it has none.
    file : str
        Its name, for errors.
    """

    def __init__(self, root: Element | None, file: str) -> None:
        self._ours = _ours(file)
        self.root = Element(tag("w:styles")) if root is None else root
        clean(self.root, _WORD_ONLY)
        self._remove_unusable()
        self.renamed: dict[str, str] = {}
        self._needed = {s.get(_ID, ""): s for s in self._ours.iter(tag("w:style"))}
        self._find(self._needed)
        self.point(self.root)

    def complete(self, text_width: int, points: bool) -> None:
        """Add what the template has no style for, once its lists have our numbers.

        Parameters
        ----------
        text_width : int
            Of a line, in twentieths of a point.
        points : bool
            Whether its style for points of a list has a list of its own.
        """
        marked = self.style("ListBullet")
        if marked is not None and not points:
            _mark_points(marked, self._needed["ListBullet"])
        self._add_missing(self._needed, text_width)
        self._set_language(self._ours)

    def styles(self) -> Iterable[Element]:
        """Return all styles."""
        return self.root.findall(tag("w:style"))

    def style(self, ident: str) -> Element | None:
        """Return a style by its id."""
        return next((s for s in self.styles() if s.get(_ID) == ident), None)

    def point(self, root: Element) -> None:
        """Let what points at a style in a tree use its id here; changes the tree."""
        for element in root.iter():
            if element.tag in POINTERS and (value := element.get(_VAL)) in self.renamed:
                element.set(_VAL, self.renamed[str(value)])

    def chain(self, ident: str) -> list[Element]:
        """Return a style and those it is based on, nearest first."""
        styles = {s.get(_ID): s for s in self.styles()}
        chain: list[Element] = []
        while (style := styles.pop(ident, None)) is not None:
            chain.append(style)
            base = style.find(tag("w:basedOn"))
            ident = "" if base is None else base.get(_VAL, "")
        return chain

    def font(self, theme: Element | None) -> str:
        """Return the name of the font running text is set in; empty where nothing says."""
        runs = [s.find(tag("w:rPr")) for s in self.chain("Normal")]
        runs.append(self.root.find(f"{tag('w:docDefaults')}/{tag('w:rPrDefault')}/{tag('w:rPr')}"))
        for run in runs:
            fonts = None if run is None else run.find(tag("w:rFonts"))
            if fonts is None:
                continue
            if themed := fonts.get(tag("w:asciiTheme")):
                kind = "minorFont" if themed.startswith("minor") else "majorFont"
                latin = (
                    None if theme is None else theme.find(f".//{tag('a:' + kind)}/{tag('a:latin')}")
                )
                return "" if latin is None else latin.get("typeface", "")
            if name := fonts.get(tag("w:ascii")):
                return name
        return ""

    # -- how it is made ---------------------------------------------------------------

    def _remove_unusable(self) -> None:
        for parent in list(self.root.iter()):
            for child in list(parent):
                if child.tag == tag("w:lang"):  # the document says its own
                    parent.remove(child)
        for style in list(self.styles()):
            if not style.get(_ID):
                self.root.remove(style)

    def _find(self, needed: dict[str, Element]) -> None:
        """Give the styles we write with our ids, and no other style one of these."""
        chosen: dict[str, Element] = {}
        for ident in (*needed, "Heading3"):
            style = self._default(ident) if ident in _DEFAULTS else self._named(ident, needed)
            if style is not None:
                chosen[ident] = style
        taken = {s.get(_ID, "") for s in self.styles()} | set(chosen)
        kept = {id(style) for style in chosen.values()}
        for style in self.styles():
            ident = style.get(_ID, "")
            if id(style) not in kept and ident in chosen:
                other = ident
                while other in taken:
                    other += "x"
                taken.add(other)
                self._moved(style, other)
        for ident, style in chosen.items():
            self._moved(style, ident)
            name = style.find(tag("w:name"))
            if name is None:
                name = Element(tag("w:name"))
                style.insert(0, name)
            name.set(_VAL, _name(needed[ident]) if ident in needed else "heading 3")

    def _moved(self, style: Element, ident: str) -> None:
        if style.get(_ID) != ident:
            self.renamed[style.get(_ID, "")] = ident
            style.set(_ID, ident)

    def _default(self, ident: str) -> Element | None:
        kind = _DEFAULTS[ident]
        of_kind = [s for s in self.styles() if s.get(_TYPE) == kind]
        marked = [s for s in of_kind if s.get(_DEFAULT) in ("1", "true", "on")]
        return next(iter(marked), next((s for s in of_kind if s.get(_ID) == ident), None))

    def _named(self, ident: str, needed: dict[str, Element]) -> Element | None:
        """Return the style of a name: by Word's own first, then by its id, then by others'."""
        kind = needed[ident].get(_TYPE) if ident in needed else "paragraph"
        own = {_name(needed[ident]) if ident in needed else "heading 3"}
        others = set(_NAMES[ident])
        styles = [s for s in self.styles() if s.get(_TYPE) == kind]
        ids = {name.replace(" ", "") for name in (*own, *others)}
        for part, names in (("name", own), ("id", ids), ("name", others), ("aliases", others)):
            wanted = {name.casefold() for name in names}
            for style in styles:
                if wanted & _labels(style, part):
                    return style
        return None

    def _add_missing(self, needed: dict[str, Element], text_width: int) -> None:
        present = {s.get(_ID): s for s in self.styles()}
        for ident, style in needed.items():
            if ident == "TableNormal" and ident in present:
                # Nobody designs this one, and columns are measured with our margins in cells.
                self.root.remove(present[ident])
            elif ident in present:
                if ident == "TableGrid":
                    _remove_all(present[ident], "w:tblCellMar")
                continue
            if ident != "Hyperlink":
                _remove_all(style, "w:color")  # it takes the template's
            for stop in style.iter(tag("w:tab")):
                if stop.get(tag("w:pos")) == _OUR_RIGHT:
                    stop.set(tag("w:pos"), str(text_width))
            self.root.append(style)

    def _set_language(self, ours: Element) -> None:
        """Let the document's defaults say its language: ``{language}``, filled in when written."""
        defaults = self.root.find(tag("w:docDefaults"))
        if defaults is None:
            for own in ours.findall(tag("w:docDefaults")):
                _remove_all(own, "w:color")
                self.root.insert(0, own)
            return
        holder = defaults.find(tag("w:rPrDefault"))
        if holder is None:
            holder = Element(tag("w:rPrDefault"))
            defaults.insert(0, holder)
        run = holder.find(tag("w:rPr"))
        if run is None:
            run = Element(tag("w:rPr"))
            holder.append(run)
        said = {tag("w:val"): "{language}", tag("w:eastAsia"): "{language}", tag("w:bidi"): "ar-SA"}
        run.append(Element(tag("w:lang"), said))


def _mark_points(style: Element, ours: Element) -> None:
    """Give a style the points of ours: a list without marks cannot be told from running text."""
    looks = style.find(tag("w:pPr"))
    if looks is None:
        looks = Element(tag("w:pPr"))
        # After what the style is called and based on, before what its letters look like.
        letters = style.find(tag("w:rPr"))
        style.insert(len(style) if letters is None else list(style).index(letters), looks)
    _remove_all(looks, "w:numPr")
    before = {
        tag(f"w:{n}")
        for n in ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
    }
    place = sum(child.tag in before for child in looks)
    for number in ours.iter(tag("w:numPr")):
        looks.insert(place, number)


def _name(style: Element) -> str:
    name = style.find(tag("w:name"))
    return "" if name is None else name.get(_VAL, "")


def _labels(style: Element, part: str) -> set[str]:
    if part == "id":
        return {style.get(_ID, "").casefold()}
    element = style.find(tag(f"w:{part}"))
    value = "" if element is None else element.get(_VAL, "")
    return {one.strip().casefold() for one in value.split(",")}


def _remove_all(root: Element, name: str) -> None:
    for parent in list(root.iter()):
        for child in parent.findall(tag(name)):
            parent.remove(child)
