"""The file as bytes: the same slides give the same file, whatever the clock says."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["settled"]

#: The first day a zip file can be of: what every entry is said to be from.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(content: bytes, created: str) -> bytes:
    """Return an Office file without what differs from one writing to the next.

    Workbooks inside it are settled too.

    Parameters
    ----------
    content : bytes
        ``.pptx`` or ``.xlsx``.
    created : str
        ISO date the file is said to be made and changed on.
    """
    stamp = f"{created}T00:00:00Z".encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in _ordered(old.namelist()):
            body = old.read(name)
            if name.endswith(".xlsx"):
                body = settled(body, created)
            elif name == "docProps/core.xml":
                body = _STAMP.sub(lambda m: m[1] + stamp + m[2], body)
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, body)
    return out.getvalue()


def _ordered(names: list[str]) -> list[str]:
    """Return the names with what every reader asks for first, first."""
    first = "[Content_Types].xml"
    return [first, *sorted(n for n in names if n != first)]
