"""What stands above and below a template's pages: its text, logo and page numbers.

Nothing here may fetch or do anything when the document is opened: fields that would are
refused, others that are not of the page are left as the text they show, links as their text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kortreist.documents.format.word.template_package import Relation, TemplatePackage
from kortreist.documents.format.word.template_xml import NAMESPACES, clean, tag, write
from kortreist.errors import ImportRefusedError

__all__ = ["MarginPart", "Pictures", "read_margin"]

_ALLOWED = frozenset({"w", "r", "mc", "wp", "a", "pic", "wps", "wpg", "v", "o", "w10"})
#: Elements that are removed with what they hold: objects, notes, marks, what was deleted.
_REMOVED = frozenset(
    tag(name)
    for name in (
        "w:object",
        "w:control",
        "w:altChunk",
        "w:subDoc",
        "w:del",
        "w:moveFrom",
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:commentReference",
        "w:footnoteReference",
        "w:endnoteReference",
        "w:permStart",
        "w:permEnd",
        "w:customXmlPr",
        "w:sectPr",
        "a:extLst",
        "a:hlinkClick",
        "a:hlinkHover",
        "o:OLEObject",
        "o:signatureline",
        "w:binData",
        "w:movie",
        "w:contentPart",
        "w:ffData",
        "w:fldData",
    )
)
#: Elements in whose place what they hold is left.
_UNWRAPPED = frozenset(
    tag(f"w:{name}") for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt")
)
_PICTURE_NAMES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
_MAX_PICTURE = 5_000_000
#: Fields that only say something of the document itself, and are kept.
_KEPT_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "AUTHOR", "IF"}
)
#: Fields that fetch or start something.
_REFUSED_FIELDS = frozenset(
    {
        "AUTOTEXT",
        "DATABASE",
        "DDE",
        "DDEAUTO",
        "EMBED",
        "IMPORT",
        "INCLUDE",
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "LINK",
        "MACROBUTTON",
        "RD",
    }
)


class Pictures:
    """The pictures of a template, each kept once."""

    def __init__(self, package: TemplatePackage) -> None:
        self._package = package
        self._names: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}

    def name(self, part: str) -> str:
        """Return the name a picture is kept under.

        Raises
        ------
        ImportRefusedError
            It is of a kind that is not drawn the same everywhere, or too large.
        """
        if part not in self._names:
            content = self._package.read(part)
            ending = next((e for head, e in _PICTURE_NAMES.items() if content.startswith(head)), "")
            values = {"file": self._package.file, "part": part}
            if not ending:
                raise ImportRefusedError("word_template.picture", **values)
            if len(content) > _MAX_PICTURE:
                raise ImportRefusedError(
                    "word_template.large_picture", maximum=_MAX_PICTURE // 1_000_000, **values
                )
            name = f"template{len(self.contents) + 1}.{ending}"
            self._names[part], self.contents[name] = name, content
        return self._names[part]


@dataclass(frozen=True, slots=True)
class MarginPart:
    """A header or a footer.

    ``kind`` is ``header`` or ``footer``; ``pages`` the pages it stands on (``default``, ``first``,
    ``even``); ``content`` is its part as XML; ``pictures`` are the
    names of those it shows, with the ids ``rId1``, ``rId2`` … in it.
    """

    kind: str
    pages: str
    content: str
    pictures: tuple[str, ...]


def read_margin(
    package: TemplatePackage,
    part: str,
    kind: str,
    pages: str,
    pictures: Pictures,
    root: Element,
) -> MarginPart:
    """Return a header or footer that can be used as it is.

    Parameters
    ----------
    package : TemplatePackage
    part : str
        Its name in the file.
    kind : {"header", "footer"}
    pages : {"default", "first", "even"}
    pictures : Pictures
        Gets those it shows.
    root : Element
        Its tree, with styles and lists already under our ids; changed.

    Raises
    ------
    ImportRefusedError
        A field that fetches something, or a picture of a kind that cannot be used.
    """
    clean(root, _ALLOWED)
    _choose_alternatives(root)
    _remove_and_unwrap(root)
    _check_fields(root, package.file)
    shown = _point_at_pictures(root, package.relations(part), pictures)
    if not len(root):
        root.append(Element(tag("w:p")))
    named = [e for e in root.iter() if e.tag in (tag("wp:docPr"), tag("pic:cNvPr"))]
    for number, drawn in enumerate(named, start=10_001):  # ours begin at 1
        drawn.set("id", str(number))
        drawn.set("name", str(number))  # else the name of a file on somebody's machine
    return MarginPart(kind, pages, write(root), tuple(shown))


def _choose_alternatives(parent: Element) -> None:
    """Keep shapes that Word draws itself, else what is there for programs that do not."""
    for place, child in reversed(list(enumerate(parent))):
        if child.tag == tag("mc:AlternateContent"):
            choices = [
                c
                for c in child.findall(tag("mc:Choice"))
                if {*c.get("Requires", "-").split()} <= {"wps", "wpg"} and len(c)
            ]
            if choices:
                for other in list(child):
                    if other is not choices[0]:
                        child.remove(other)
                _choose_alternatives(choices[0])
                continue
            fallback = child.find(tag("mc:Fallback"))
            parent[place : place + 1] = [] if fallback is None else list(fallback)
            for new in parent[place : place + (0 if fallback is None else len(fallback))]:
                _choose_alternatives(new)
        else:
            _choose_alternatives(child)


def _remove_and_unwrap(parent: Element) -> None:
    place = 0
    while place < len(parent):
        child = parent[place]
        if child.tag in _REMOVED:
            del parent[place]
        elif child.tag in _UNWRAPPED:
            held = child.find(tag("w:sdtContent")) if child.tag == tag("w:sdt") else child
            parent[place : place + 1] = [] if held is None else list(held)
        else:
            _remove_and_unwrap(child)
            place += 1


def _check_fields(root: Element, file: str) -> None:
    """Refuse fields that fetch or start something; leave the text of those that are not kept.

    A field's code may be split over many runs, and hold other fields.
    """
    open_fields: list[tuple[list[str], list[Element]]] = []
    removed: list[Element] = []
    for element in root.iter():
        if element.tag == tag("w:fldChar"):
            kind = element.get(tag("w:fldCharType"))
            if kind == "begin":
                open_fields.append(([], []))
            if not open_fields:
                removed.append(element)
                continue
            open_fields[-1][1].append(element)
            if kind == "end":
                codes, elements = open_fields.pop()
                if not _is_kept("".join(codes), file):
                    removed += elements
        elif element.tag == tag("w:instrText"):
            if open_fields:
                open_fields[-1][0].append(element.text or "")
                open_fields[-1][1].append(element)
            else:
                removed.append(element)
    for codes, elements in open_fields:  # begun and never ended
        _is_kept("".join(codes), file)
        removed += elements
    gone = {id(element) for element in removed}
    for parent in list(root.iter()):
        for place, child in reversed(list(enumerate(parent))):
            simple = child.tag == tag("w:fldSimple")
            if simple and not _is_kept(child.get(tag("w:instr"), ""), file):
                parent[place : place + 1] = list(child)
            elif id(child) in gone:
                parent.remove(child)


def _is_kept(code: str, file: str) -> bool:
    name = (code.split() or [""])[0].upper()
    if name in _REFUSED_FIELDS:
        raise ImportRefusedError("word_template.field", file=file, field=name)
    return name in _KEPT_FIELDS


def _point_at_pictures(
    root: Element, relations: Mapping[str, Relation], pictures: Pictures
) -> list[str]:
    """Let drawings point at the pictures that are kept, and at nothing else."""
    drawn = {tag(name) for name in ("a:blip", "v:imagedata", "v:fill", "v:stroke")}
    ours = {f"{{{NAMESPACES[p]}}}" for p in ("v", "o", "w10")}
    shown: list[str] = []
    for element in root.iter():
        vector = any(element.tag.startswith(address) for address in ours)
        for name, value in list(element.attrib.items()):
            if name.startswith(tag("r:")):
                relation = relations.get(value)
                embeds = name in (tag("r:embed"), tag("r:id")) and element.tag in drawn
                if not embeds or relation is None or relation.kind != "image":
                    del element.attrib[name]
                    continue
                picture = pictures.name(relation.target)
                if picture not in shown:
                    shown.append(picture)
                element.set(name, f"rId{shown.index(picture) + 1}")
            elif vector and _is_address(name, value):
                del element.attrib[name]
    return shown


def _is_address(name: str, value: str) -> bool:
    local = name.rpartition("}")[2].casefold()
    return local in ("href", "src", "althref", "relid") or "://" in value or value[:2] == "\\\\"
