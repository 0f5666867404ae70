"""Files that come with a submission: which are taken, and whether they are what they say."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass

from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.uploads import bare_name, check_size

__all__ = ["MOST_FILES", "Attachment", "checked"]

#: How many files one submission may have.
MOST_FILES = 10
#: Ending → media type and what such a file begins with.
_KINDS: dict[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
    ),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
}
#: What a text document is never larger than, unpacked, and how many parts it has at most.
_MOST_UNPACKED = 200_000_000
_MOST_PARTS = 5000
#: Endings of parts that a text document needs none of: objects, programs, files with macros.
_PROGRAMS = frozenset(
    [
        "bin",
        "ole",
        "exe",
        "dll",
        "com",
        "scr",
        "msi",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "js",
        "jse",
        "wsf",
        "hta",
        "lnk",
        "jar",
        "class",
        "py",
        "sh",
        "docm",
        "dotm",
        "xlsm",
        "xltm",
        "xlsb",
        "pptm",
    ]
)
#: What objects (OLE) and programs (Windows, Linux) begin with, whatever they are called.
_BINARIES = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that has been looked at."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """Its digest, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def said(self) -> dict[str, object]:
        """Return what the frozen submission says of it."""
        return {"name": self.name, "size": len(self.data), "sha256": self.sha256}


def checked(files: list[tuple[str, bytes]]) -> list[Attachment]:
    """Return files that can be taken in.

    Raises
    ------
    RefusedError
        Too many, an empty one, or one that is not what its name says or no kind that is taken.
    InputError
        One is too large.
    """
    if len(files) > MOST_FILES:
        raise RefusedError("hearings.refused.many_files", about="attachments", most=MOST_FILES)
    return [_one(bare_name(name), data) for name, data in files]


def _one(name: str, data: bytes) -> Attachment:
    check_size(name, data)
    ending = name.rpartition(".")[2].lower()
    if ending not in _KINDS or not data:
        kinds = ", ".join(sorted({k for k in _KINDS if k != "jpeg"}))
        key = "hearings.refused.file_kind"
        raise RefusedError(key, about="attachments", file=name, kinds=kinds)
    media_type, begins = _KINDS[ending]
    if not data.startswith(begins) or (begins == b"PK\x03\x04" and not _is_document(data)):
        raise RefusedError("hearings.refused.file_content", about="attachments", file=name)
    return Attachment(name[:120], media_type, data)


def _is_document(data: bytes) -> bool:
    """Tell whether a packed file is a text document of a size to be opened, and nothing in it runs.

    No macros, controls or embedded objects: only the table of figures behind a chart.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > _MOST_PARTS or sum(i.file_size for i in infos) > _MOST_UNPACKED:
                return False
            if any(_may_run(packed, info) for info in infos):
                return False
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError):
        return False
    return bool({"word/document.xml", "content.xml"} & {info.filename for info in infos})


def _may_run(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Tell whether a part is a program, or an object that another program opens."""
    name = info.filename.replace("\\", "/").lower()
    folders, ending = f"/{name}".split("/")[:-1], name.rpartition(".")[2]
    if info.is_dir():
        return False
    if "vbaproject" in name or {"activex", "basic", "scripts"} & set(folders):
        return True
    if ending in _PROGRAMS or ("embeddings" in folders and ending != "xlsx"):
        return True
    with packed.open(info) as part:
        return part.read(8).startswith(_BINARIES)
