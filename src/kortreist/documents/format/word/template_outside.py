"""What of a template's XML points out of the file, or does something when it is shown.

A template's own links may open a page or a mail, and nothing else: what is written with it is
sent to others, who trust the municipality's name on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from xml.etree.ElementTree import Element

__all__ = ["does_something", "is_inside", "is_page", "is_xml", "misused"]

_PAGE = re.compile(r"(https?://|mailto:)[^\s\x00-\x1f\\]+", re.I)
#: An address of its own: with a scheme, a drive, or another machine's name first.
_OUTER = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", re.I)
#: Elements (local names) that may name a relation out of the file, with its ``id`` alone.
_LINKS = frozenset({"hlinkClick", "hlinkHover", "hlinkMouseOver", "hyperlink"})
#: What a link may do beside opening what it names: go to another slide of the show.
_ACTIONS = re.compile(r"(ppaction://(noaction|hlinkshowjump\?.*|hlinksldjump.*))?", re.I)
_PRESENTATION = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
#: Elements that start something: a command of an animation, an object, a control, a script.
_STARTS = frozenset(
    {f"{_PRESENTATION}{name}" for name in ("cmd", "oleObj", "control", "contentPart")}
    | {"{http://www.w3.org/2000/svg}script"}
)
#: Attributes that hold an address themselves.
_ADDRESSES = ("href", "src", "althref", "invalidUrl")
_PRINTER = re.compile(r"/printerSettings\d*\.bin$")
#: White space and byte order marks that XML may begin with, and its first sign in any encoding.
_BEGINS = re.compile(rb"(\xef\xbb\xbf|\xff\xfe(\0\0)?|(\0\0)?\xfe\xff)?[\s\0]*<")


def is_page(target: str) -> bool:
    """Tell whether an address is that of a page or of a mailbox.

    Examples
    --------
    >>> [is_page(t) for t in ("https://kommune.no", "mailto:post@x.no", "file:///C:/x.exe")]
    [True, True, False]
    """
    return _PAGE.fullmatch(target) is not None


def is_inside(target: str) -> bool:
    """Tell whether an address can be that of a part of the file.

    Examples
    --------
    >>> is_inside("../media/image1.png"), is_inside("file:///C:/x.exe"), is_inside("//srv/x")
    (True, False, False)
    """
    return _OUTER.match(target) is None


def is_xml(name: str, kind: str, content: bytes) -> bool:
    """Tell whether a part may be read as XML: by its name, its content type or how it begins.

    Examples
    --------
    >>> is_xml("a.bin", "", b"<a/>"), is_xml("a.bin", "application/x+xml", b""), is_xml("a.png",
    ...     "image/png", b"PNG")
    (True, True, False)
    """
    if kind.casefold().endswith(".printersettings") and _PRINTER.search(name):
        return False  # a Mac's property list, with a document type; no reader reads it
    named = name.casefold().endswith((".xml", ".rels", ".vml", ".svg"))
    typed = "xml" in kind.casefold() or "vml" in kind.casefold()
    return named or typed or _BEGINS.match(content) is not None


def misused(root: Element, outer: Collection[str]) -> str:
    """Return the relation out of the file that a part uses for more than a link, or nothing.

    Parameters
    ----------
    root : Element
    outer : collection of str
        Ids of the part's relations out of the file.
    """
    for element in root.iter():
        for name, value in element.attrib.items():
            if name[:1] == "{" and value in outer:
                allowed = _local(element.tag) in _LINKS and _local(name) == "id"
                if not allowed:
                    return value
    return ""


def does_something(root: Element) -> str:
    """Return what in a part does more than draw, go to another slide or open a page, or nothing."""
    for element in root.iter():
        if element.tag in _STARTS:
            return _local(element.tag)
        for name, value in element.attrib.items():
            local = _local(name)
            if local == "action" and _local(element.tag) in _LINKS:
                if not _ACTIONS.fullmatch(value):
                    return value
            elif local in _ADDRESSES and not is_inside(value):
                follows = local != "src" and "image" not in _local(element.tag).casefold()
                if not (follows and is_page(value)) and not value.startswith("data:image/"):
                    return value
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2]
