"""A Word file as what it is: a zip of XML parts that point at each other (ECMA-376, part 2).

The parts are written here and not by a library, so that nothing of another document comes
along, and so that the same content gives the same bytes: parts in a fixed order, of a fixed
time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from importlib import resources

from kortreist.documents.format.word.lists import NUMBERS, lists_part
from kortreist.documents.format.word.template import WordTemplate
from kortreist.documents.format.word.template_margins import MarginPart
from kortreist.documents.format.word.xml import body_of, paragraph, run, writable

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
}
_THEME = {
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
}
#: Our page: A4, and on the first only what stands below.
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" '
    'w:bottom="1247" w:left="1304" w:header="624" w:footer="567" w:gutter="0"/>'
)
_FOLDER = "templates/word"
_ROOTS = {"header": "hdr", "footer": "ftr"}
#: Letters of a draft mark that has room above every page.
_LONGEST_MARK = 80
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
    template : WordTemplate, optional
        Whose styles, page, headers and footers are used; ours where it has none.
    """

    def __init__(self, language: str, decimal: str, template: WordTemplate | None = None) -> None:
        self.language, self.decimal, self.template = language, decimal, template
        self._fixed = {**_FIXED, **(_THEME if template and template.theme else {})}
        #: Part, its kind, and whether its content is the template's.
        self._margins = self._margin_parts()
        for name, kind, _ in self._margins:
            self._fixed[name] = (kind, f"{_WORD}.{kind}+xml")
        self._relations: list[tuple[str, str, bool]] = []
        self._links: dict[str, str] = {}
        self._pictures: list[bytes] = []
        self._lists = NUMBERS
        for name, (kind, _) in self._fixed.items():
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
            "word/numbering.xml": _HEAD + lists_part(self._lists, self.template),
        }
        self._add_margins(parts, {"header": header, "footer": footer}, properties["comments"])
        parts |= {f"word/{name}": self._in_language(name, text) for name, text in self._looks()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, text in parts.items():
                _add(archive, name, text.encode("utf-8"), zipfile.ZIP_DEFLATED)
            for number, png in enumerate(self._pictures, start=1):
                _add(archive, f"word/media/image{number}.png", png, zipfile.ZIP_STORED)
            for name, picture in (self.template.pictures if self.template else {}).items():
                _add(archive, f"word/media/{name}", picture, zipfile.ZIP_STORED)
        return out.getvalue()

    def _looks(self) -> Iterator[tuple[str, str]]:
        """Yield the parts that say what everything looks like: the template's, or ours."""
        folder = resources.files("kortreist.documents.format").joinpath(_FOLDER)
        template = self.template
        own = {} if template is None else {"styles": template.styles, "fontTable": template.fonts}
        for name in ("styles", "settings", "fontTable"):
            text = _HEAD + own[name] if own.get(name) else ""
            yield f"{name}.xml", text or folder.joinpath(f"{name}.xml").read_text("utf-8")
        if template is not None and template.theme:
            yield "theme/theme1.xml", _HEAD + template.theme

    def _in_language(self, name: str, text: str) -> str:
        """Return a part with what the document's language decides, and a template's settings."""
        text = text.replace("{language}", self.language).replace("{decimal}", self.decimal)
        if name == "settings.xml" and self.template is not None:
            first, between, last = self.template.settings
            for mark, added in (
                ("  <w:defaultTabStop", first),
                ("  <w:characterSpacingControl", between),
                ("  <w:decimalSymbol", last),
            ):
                text = text.replace(mark, added + mark)
        return text

    # -- above and below the pages -----------------------------------------------------

    def _margin_parts(self) -> list[tuple[str, str, MarginPart | None]]:
        """Return name, kind and content of headers and footers; None: ours.

        Ours stand on the pages for which a template has none.
        """
        margins = self.template.margins if self.template else ()
        parts: list[tuple[str, str, MarginPart | None]] = []
        for kind in ("header", "footer"):
            own: list[MarginPart | None] = [m for m in margins if m.kind == kind]
            if not any(m.pages == "default" for m in margins if m.kind == kind):
                own.append(None)
            for number, margin in enumerate(own, start=1):
                parts.append((f"{kind}{number}.xml", kind, margin))
        return parts

    def _add_margins(self, parts: dict[str, str], ours: dict[str, str], draft: str) -> None:
        """Add headers and footers; a template's says too that the document is a draft."""
        of_pages = {n for n, type_ in self._references() if type_ != "first"}
        for name, kind, margin in self._margins:
            if margin is None:
                parts[f"word/{name}"] = _HEAD + _around(_ROOTS[kind], ours[kind])
                continue
            text, end = margin.content, f"</w:{_ROOTS[kind]}>"
            short = 0 < len(draft) <= _LONGEST_MARK  # the whole stands first in the document
            if short and kind == "header" and name in of_pages:
                mark = paragraph(run(draft, bold=True, colour="8F3A00"), "Header")
                text = text.removesuffix(end) + mark + end
            parts[f"word/{name}"] = _HEAD + text
            if margin.pictures:
                shown = [
                    (f"{_OFFICE}/relationships/image", f"media/{picture}", False)
                    for picture in margin.pictures
                ]
                parts[f"word/_rels/{name}.rels"] = _relations(shown)

    def _references(self) -> list[tuple[str, str]]:
        """Return which part stands on which pages: ``default``, ``first``, ``even``."""
        own = [(name, margin.pages) for name, _, margin in self._margins if margin is not None]
        taken = {(name[:6], pages) for name, pages in own}
        for name, kind, margin in self._margins:
            if margin is None:
                even = self.template is not None and self.template.even_pages
                types = ["default", *(["even"] if even else [])]
                types += ["first"] if kind == "footer" else []  # nothing above the first page
                own += [(name, pages) for pages in types if (kind, pages) not in taken]
            elif self._ours_leads_on and margin.pages == "default":
                own.append((name, "first"))
        return own

    @property
    def _ours_leads_on(self) -> bool:
        """Whether the first page stands without our header, though the template has no such."""
        ours = any(kind == "header" and margin is None for _, kind, margin in self._margins)
        return ours and (self.template is None or not self.template.title_page)

    def _page(self) -> str:
        """Return the page: its size and edges, what stands above and below it."""
        ids = {name: f"rId{n}" for n, name in enumerate(self._fixed, start=1)}
        references = "".join(
            f'<w:{name[:6]}Reference w:type="{type_}" r:id="{ids[name]}"/>'
            for name, type_ in self._references()
        )
        template = self.template
        page = _PAGE if template is None else template.page
        title = self._ours_leads_on or (template is not None and template.title_page)
        return f"<w:sectPr>{references}{page}{'<w:titlePg/>' if title else ''}</w:sectPr>"

    def _types(self) -> str:
        of_parts = {f"/word/{name}": kind for name, (_, kind) in self._fixed.items()}
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
        own = self.template.pictures if self.template else {}
        endings = dict.fromkeys(("png", *(name.rpartition(".")[2] for name in own)))
        pictures = "".join(
            f'<Default Extension="{ending}" ContentType="image/{ending}"/>' for ending in endings
        )
        return (
            f'{_HEAD}<Types xmlns="{_OPC}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f"{pictures}{overrides}</Types>"
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
