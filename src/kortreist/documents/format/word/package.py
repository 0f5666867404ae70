"""A Word file as what it is: a zip of XML parts that point at each other (ECMA-376, part 2).

The parts are written here and not by a library, so that nothing of another document comes
along, and so that the same content gives the same bytes: parts in a fixed order, of a fixed
time.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from importlib import resources

from kortreist.documents.format.word.lists import NUMBERS, lists_part
from kortreist.documents.format.word.xml import body_of, writable

__all__ = ["WordPackage"]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: The part's name → its kind of relation from the document, and its kind of content.
_FIXED = {
    "styles.xml": ("styles", f"{_WORD}.styles+xml"),
    "settings.xml": ("settings", f"{_WORD}.settings+xml"),
    "fontTable.xml": ("fontTable", f"{_WORD}.fontTable+xml"),
    "numbering.xml": ("numbering", f"{_WORD}.numbering+xml"),
    "header1.xml": ("header", f"{_WORD}.header+xml"),
    "footer1.xml": ("footer", f"{_WORD}.footer+xml"),
}
#: Time of every part in the zip: the earliest a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)


class WordPackage:
    """Collects the parts of a Word file.

    Parameters
    ----------
    language : str
        As Word names it: ``nb-NO``.
    decimal : str
        The decimal mark of that language.
    """

    def __init__(self, language: str, decimal: str) -> None:
        self.language, self.decimal = language, decimal
        self._relations: list[tuple[str, str, bool]] = []
        self._links: dict[str, str] = {}
        self._pictures: list[bytes] = []
        self._lists = NUMBERS
        for name, (kind, _) in _FIXED.items():
            self._relate(kind, name)

    def _relate(self, kind: str, target: str, outside: bool = False) -> str:
        self._relations.append((f"{_OFFICE}/relationships/{kind}", target, outside))
        return f"rId{len(self._relations)}"

    def link(self, address: str) -> str:
        """Return the id of a link to an address outside the document."""
        if address not in self._links:
            self._links[address] = self._relate("hyperlink", writable(address), True)
        return self._links[address]

    def picture(self, png: bytes) -> str:
        """Add a picture and return its id."""
        self._pictures.append(png)
        return self._relate("image", f"media/image{len(self._pictures)}.png")

    def numbered_list(self) -> int:
        """Return the number of a new list, which starts at 1 whatever came before it."""
        self._lists += 1
        return self._lists

    def finish(
        self, body: list[str], header: str, footer: str, properties: dict[str, str]
    ) -> bytes:
        """Return the file.

        Parameters
        ----------
        body : list of str
            XML of paragraphs and tables.
        header, footer : str
            XML of the paragraphs above and below every page; the first page has no header.
        properties : dict of str
            ``title``, ``subject``, ``author``, ``comments``, and ``created`` as an ISO date.
        """
        parts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _relations(
                [
                    (f"{_OFFICE}/relationships/officeDocument", "word/document.xml", False),
                    (
                        f"{_OPC}/relationships/metadata/core-properties",
                        "docProps/core.xml",
                        False,
                    ),
                    (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml", False),
                ]
            ),
            "docProps/core.xml": self._core(properties),
            "docProps/app.xml": _app(),
            "word/document.xml": _HEAD + body_of(body, self._page()),
            "word/_rels/document.xml.rels": _relations(self._relations),
            "word/numbering.xml": _HEAD + lists_part(self._lists),
            "word/header1.xml": _HEAD + _around("hdr", header),
            "word/footer1.xml": _HEAD + _around("ftr", footer),
        }
        folder = resources.files("kortreist.documents.format").joinpath("templates/word")
        for name in ("styles.xml", "settings.xml", "fontTable.xml"):
            text = folder.joinpath(name).read_text("utf-8")
            text = text.replace("{language}", self.language).replace("{decimal}", self.decimal)
            parts[f"word/{name}"] = text
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in parts.items():
                _add(archive, name, text.encode("utf-8"), zipfile.ZIP_DEFLATED)
            for number, png in enumerate(self._pictures, start=1):
                _add(archive, f"word/media/image{number}.png", png, zipfile.ZIP_STORED)
        return out.getvalue()

    def _page(self) -> str:
        """Return the page: A4, what stands above and below it."""
        names = list(_FIXED)
        header, footer = (f"rId{names.index(n) + 1}" for n in ("header1.xml", "footer1.xml"))
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
            f'<w:footerReference w:type="default" r:id="{footer}"/>'
            f'<w:footerReference w:type="first" r:id="{footer}"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" '
            'w:bottom="1247" w:left="1304" w:header="624" w:footer="567" w:gutter="0"/>'
            "<w:titlePg/></w:sectPr>"
        )

    @staticmethod
    def _types() -> str:
        of_parts = {f"/word/{name}": kind for name, (_, kind) in _FIXED.items()}
        of_parts["/word/document.xml"] = f"{_WORD}.document.main+xml"
        of_parts["/docProps/core.xml"] = (
            "application/vnd.openxmlformats-package.core-properties+xml"
        )
        of_parts["/docProps/app.xml"] = (
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        )
        overrides = "".join(
            f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in of_parts.items()
        )
        return (
            f'{_HEAD}<Types xmlns="{_OPC}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
        )

    def _core(self, properties: dict[str, str]) -> str:
        p = {key: escape(writable(value), quote=False) for key, value in properties.items()}
        when = f"{p['created'][:10]}T00:00:00Z"
        return (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_OPC}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{p['title']}</dc:title><dc:subject>{p['subject']}</dc:subject>"
            f"<dc:creator>{p['author']}</dc:creator>"
            f"<dc:description>{p['comments']}</dc:description>"
            f"<cp:lastModifiedBy>{p['author']}</cp:lastModifiedBy>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
            f"<dc:language>{self.language}</dc:language></cp:coreProperties>"
        )


def _app() -> str:
    return (
        f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Kortreist</Application></Properties>"
    )


def _around(kind: str, content: str) -> str:
    return (
        f'<w:{kind} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{content}</w:{kind}>"
    )


def _relations(relations: list[tuple[str, str, bool]]) -> str:
    xml = ""
    for number, (kind, target, outside) in enumerate(relations, start=1):
        mode = ' TargetMode="External"' if outside else ""
        xml += f'<Relationship Id="rId{number}" Type="{kind}" Target="{escape(target)}"{mode}/>'
    return f'{_HEAD}<Relationships xmlns="{_OPC}/relationships">{xml}</Relationships>'


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type, entry.create_system = method, 3
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)
