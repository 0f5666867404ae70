"""The XML of a file that somebody sends: read with bounds, cleaned, and written anew.

A part is read into a tree by a parser that stops at a document type (entities could unpack for
ever or fetch), at too many elements and at too deep a nesting. Only elements and attributes of
the vocabularies in :data:`NAMESPACES` are kept; what an element of another holds goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kortreist.errors import ImportRefusedError

__all__ = ["NAMESPACES", "clean", "inner", "parse", "tag", "write"]

_MICROSOFT = "http://schemas.microsoft.com/office/word/2010"
_OFFICE = "http://schemas.openxmlformats.org"
#: Prefix → vocabulary, of what may be kept.
NAMESPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "wps": f"{_MICROSOFT}/wordprocessingShape",
    "wpg": f"{_MICROSOFT}/wordprocessingGroup",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}
_MAX_ELEMENTS, _MAX_DEPTH = 300_000, 100


def tag(name: str) -> str:
    """Return the full name of ``w:p``."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree, and stops where a part is made to be heavy."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Refuse: no Word file has one."""
        raise _UnfitError

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        """Begin an element, if there is room for it."""
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise _UnfitError
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        """End an element."""
        self._depth -= 1
        return super().end(tag)


class _UnfitError(Exception):
    """A part that no word processor would have written."""


def parse(content: bytes, file: str) -> Element:
    """Return the tree of a part.

    Raises
    ------
    ImportRefusedError
        It is not XML, has a document type, or is larger or deeper than a template's can be.
    """
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - bounded by its target
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ElementTree.ParseError, _UnfitError, ValueError, LookupError) as error:
        raise ImportRefusedError("word_template.damaged", file=file) from error
    return root


def clean(element: Element, allowed: frozenset[str]) -> None:
    """Remove from a tree what is not of some vocabularies, and the marks of who edited it.

    Parameters
    ----------
    element : Element
        Changed.
    allowed : frozenset of str
        Prefixes of :data:`NAMESPACES`.
    """
    for name in list(element.attrib):
        address, local = _split(name)
        prefix = _PREFIXES.get(address, "")
        # What may be ignored names vocabularies by prefixes that are not here any more.
        foreign = bool(address) and (prefix not in (allowed | {"xml"}) or prefix == "mc")
        if foreign or local.startswith("rsid"):
            del element.attrib[name]
    for child in list(element):
        address, local = _split(child.tag) if isinstance(child.tag, str) else ("", "")
        if _PREFIXES.get(address) not in allowed or _is_trace(address, local):
            element.remove(child)
        else:
            clean(child, allowed)


def _is_trace(address: str, local: str) -> bool:
    """Tell whether an element of Word only says who changed what, or when."""
    return address == NAMESPACES["w"] and (
        local in ("rsid", "proofErr") or local.endswith("Change")
    )


def _split(name: str) -> tuple[str, str]:
    address, _, local = name[1:].partition("}") if name[:1] == "{" else ("", "", name)
    return address, local


def write(element: Element, root: bool = True) -> str:
    """Return a cleaned tree as XML; only a root says what its prefixes mean."""
    name = _prefixed(element.tag)
    attributes = "".join(
        f' {_prefixed(key)}="{escape(value)}"' for key, value in element.attrib.items()
    )
    if root:
        used = {_split(n)[0] for e in element.iter() for n in (e.tag, *e.attrib)}
        if NAMESPACES["mc"] in used:  # names these by their prefixes
            used |= {NAMESPACES["wps"], NAMESPACES["wpg"]}
        attributes = (
            "".join(
                f' xmlns:{prefix}="{address}"'
                for prefix, address in NAMESPACES.items()
                if prefix != "xml" and (address in used or prefix == "w")
            )
            + attributes
        )
    content = inner(element)
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def inner(element: Element) -> str:
    """Return what stands inside an element."""
    return "".join(_contents(element))


def _contents(element: Element) -> Iterator[str]:
    # White space between elements is nobody's text: only runs have text, in elements of theirs.
    if element.text and (element.text.strip() or not len(element)):
        yield escape(element.text, quote=False)
    for child in element:
        yield write(child, root=False)


def _prefixed(name: str) -> str:
    address, local = _split(name)
    return f"{_PREFIXES[address]}:{local}" if address else local
