"""The file a template comes in, looked at before anything in it is used.

What can do something (macros, embedded objects, controls) or fetch something (an attached
template, a picture elsewhere) is refused in words that say how to mend it. What the file says
of its own size is not believed: bytes are counted while they are unpacked.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element

from kortreist.documents.format.word.template_outside import (
    is_inside,
    is_page,
    is_xml,
    misused,
)
from kortreist.documents.format.word.template_xml import parse, tag
from kortreist.errors import ImportRefusedError

__all__ = ["MAX_UNPACKED", "Relation", "TemplatePackage"]

#: Bytes a template may unpack to, and parts it may have.
MAX_UNPACKED, MAX_PARTS = 40_000_000, 400
_MAX_PART = 12_000_000
_PIECE = 1 << 18
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)"
    r"\.main\+xml"
)
_MACRO_TYPE = re.compile("macroenabled|vbaproject|vbadata", re.I)
_MACRO_PART = re.compile(r"(^|/)vba(project|data)[^/]*$", re.I)
_OBJECT_PART = re.compile(r"(^|/)(embeddings|activex)/", re.I)
#: Ends of kinds of relations that bring something along that does something.
_OBJECTS = ("oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points at: ``kind`` is the end of its type, ``target`` a part's full name."""

    kind: str
    target: str


class TemplatePackage:
    """A Word file that has been checked.

    Parameters
    ----------
    file : str
        Its name, for errors.
    content : bytes

    Raises
    ------
    ImportRefusedError
        ``word_template.…``: not a Word file, with macros or objects, tied to something outside,
        too large, damaged.
    """

    #: What its refusals are called, and what the file's own part is.
    family = "word_template"
    main_type = _MAIN

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        if content[:4] != b"PK\x03\x04":
            raise ImportRefusedError(f"{self.family}.not_it", file=file)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [e for e in self._zip.infolist() if not e.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ImportRefusedError(f"{self.family}.not_it", file=file) from error
        if len(entries) > MAX_PARTS:
            raise ImportRefusedError(f"{self.family}.parts", file=file, maximum=MAX_PARTS)
        self.names = frozenset(e.filename for e in entries)
        if len({name.casefold() for name in self.names}) < len(entries):
            raise ImportRefusedError(f"{self.family}.damaged", file=file)
        self._parts = self._unpack(entries)
        #: Part or ending, folded → content type.
        self._types: dict[str, str] = {}
        self.main = self._main()
        self._refuse_what_acts()
        #: The parts that may be read as XML, whatever they are called.
        self.xml_parts = frozenset(
            n for n in self.names if is_xml(n, self._type_of(n), self._parts[n])
        )
        for name in sorted(self.xml_parts):
            self._look_at(name, self.xml(name))
        relations = {n: self._read_relations(n) for n in sorted(self.names) if n.endswith(".rels")}
        self._relations = relations

    def _unpack(self, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
        """Return the parts that may be used; the others are unpacked too, and counted."""
        parts, total = {}, 0
        for entry in entries:
            pieces, size = [], 0
            try:
                with self._zip.open(entry) as packed:
                    while piece := packed.read(_PIECE):
                        size += len(piece)
                        total += len(piece)
                        if size > _MAX_PART or total > MAX_UNPACKED:
                            raise ImportRefusedError(
                                f"{self.family}.unpacks",
                                file=self.file,
                                maximum=MAX_UNPACKED // 1_000_000,
                            )
                        pieces.append(piece)
            except ImportRefusedError:
                raise
            except Exception as error:  # zip, zlib, lzma and codec errors of many types
                raise ImportRefusedError(f"{self.family}.damaged", file=self.file) from error
            parts[entry.filename] = b"".join(pieces)
        return parts

    def _main(self) -> str:
        """Return the name of the document's part."""
        types = self._parts.get("[Content_Types].xml")
        if types is None:
            raise ImportRefusedError(f"{self.family}.not_it", file=self.file)
        main = ""
        for entry in self._parse(types):
            kind = entry.get("ContentType", "")
            named = entry.get("PartName", "").lstrip("/") or f".{entry.get('Extension', '')}"
            self._types[named.casefold()] = kind
            if _MACRO_TYPE.search(kind):
                raise ImportRefusedError(f"{self.family}.macros", file=self.file)
            if entry.tag == f"{{{_TYPES}}}Override" and self.main_type.fullmatch(kind):
                main = entry.get("PartName", "").lstrip("/")
        if main not in self.names:
            raise ImportRefusedError(f"{self.family}.not_it", file=self.file)
        if _STRICT in self._parts[main][:20_000]:
            raise ImportRefusedError(f"{self.family}.strict", file=self.file)
        return main

    def _type_of(self, name: str) -> str:
        """Return what the file says that a part is."""
        folded = name.casefold()
        ending = f".{folded.rpartition('.')[2]}"
        return self._types.get(folded, self._types.get(ending, ""))

    def _look_at(self, name: str, root: Element) -> None:
        """Refuse what a part does; reading it has refused a document type, and what is heavy."""

    def _parse(self, content: bytes) -> Element:
        try:
            return parse(content, self.file)
        except ImportRefusedError as error:
            raise ImportRefusedError(f"{self.family}.damaged", file=self.file) from error

    def _refuse_what_acts(self) -> None:
        for name in sorted(self.names):
            if _MACRO_PART.search(name):
                raise ImportRefusedError(f"{self.family}.macros", file=self.file)
            if _OBJECT_PART.search(name):
                raise ImportRefusedError(f"{self.family}.object", file=self.file, part=name)

    def _read_relations(self, name: str) -> dict[str, Relation]:
        """Return a part's relations by their ids; a link to a page is followed by nobody."""
        folder = posixpath.dirname(posixpath.dirname(name))
        relations, pages = {}, {}
        for entry in self.xml(name):
            if entry.tag != f"{{{_RELATIONSHIPS}}}Relationship":
                continue
            kind = entry.get("Type", "").rpartition("/")[2].casefold()
            target, ident = entry.get("Target", ""), entry.get("Id", "")
            if entry.get("TargetMode", "").casefold() == "external":
                if kind != "hyperlink":
                    known = self.family == "word_template" and kind == "attachedtemplate"
                    self._refuse("attached" if known else "outside", target, name)
                if not is_page(target):
                    self._refuse("link", target, name)
                pages[ident] = target
                continue
            if kind in _OBJECTS:
                raise ImportRefusedError(f"{self.family}.object", file=self.file, part=name)
            if "vbaproject" in kind:
                raise ImportRefusedError(f"{self.family}.macros", file=self.file)
            if not is_inside(target):
                self._refuse("outside", target, name)
            part = target[1:] if target[:1] == "/" else posixpath.normpath(f"{folder}/{target}")
            relations[ident] = Relation(kind, part.lstrip("/"))
        source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        if pages and source in self.xml_parts and (used := misused(self.xml(source), pages)):
            self._refuse("outside", pages[used], source)
        return relations

    def _refuse(self, key: str, target: str, part: str) -> NoReturn:
        raise ImportRefusedError(
            f"{self.family}.{key}", file=self.file, target=target[:80], part=part
        )

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what a part points at inside the file, by id."""
        folder, _, name = part.rpartition("/")
        return self._relations.get(f"{folder}/_rels/{name}.rels".lstrip("/"), {})

    def related(self, kind: str) -> Element | None:
        """Return the tree of the part of a kind that the document points at, if there is one."""
        for relation in self.relations(self.main).values():
            if relation.kind == kind.casefold() and relation.target in self.names:
                return self.xml(relation.target)
        return None

    def xml(self, part: str) -> Element:
        """Return a part's tree."""
        return self._parse(self.read(part))

    def document(self) -> Element:
        """Return the document's tree."""
        root = self.xml(self.main)
        if root.tag != tag("w:document"):
            raise ImportRefusedError(f"{self.family}.not_it", file=self.file)
        return root

    def read(self, part: str) -> bytes:
        """Return a part's bytes."""
        if part not in self._parts:
            raise ImportRefusedError(f"{self.family}.damaged", file=self.file)
        return self._parts[part]
