"""A text document with anything in it that runs, or that another program opens, is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.attachments import checked

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<content/>"}


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "parts", "more"),
    [
        ("a.docx", WORD, {"word/embeddings/oleObject1.bin": b"x"}),
        ("a.docx", WORD, {"word/embeddings/Package.docx": b"PK"}),
        ("a.docx", WORD, {"word\\Embeddings\\a.exe": b"x"}),
        ("a.docx", WORD, {"word/activeX/activeX1.xml": b"<ocx/>"}),
        ("a.docx", WORD, {"word/vbaProject.bin": b"x"}),
        ("a.docx", WORD, {"word/media/image1.png": OLE}),
        ("a.odt", ODT, {"Object 1": OLE + b"x"}),
        ("a.odt", ODT, {"Pictures/a.png": b"MZ\x90"}),
        ("a.odt", ODT, {"Basic/Standard/Module1.xml": b"<module/>"}),
        ("a.odt", ODT, {"Scripts/python/a.py": b"x"}),
    ],
)
def test_what_runs_is_refused(name, parts, more):
    with pytest.raises(RefusedError) as refused:
        checked([(name, packed({**parts, **more}))])
    assert refused.value.key == "hearings.refused.file_content"


def test_pictures_and_the_figures_behind_a_chart_are_taken():
    chart = {"word/embeddings/Microsoft_Excel_Sheet.xlsx": b"PK\x03\x04", "word/embeddings/": b""}
    picture = {"word/media/image1.png": b"\x89PNG\r\n\x1a\n"}
    inner = {"Object 1/content.xml": b"<content/>", "Pictures/a.png": b"\x89PNG"}
    made = checked(
        [("a.docx", packed({**WORD, **chart, **picture})), ("b.odt", packed(ODT | inner))]
    )
    assert [one.name for one in made] == ["a.docx", "b.odt"]
