"""A file that is sent in: what it is called, and how large it may be."""

from __future__ import annotations

from django.conf import settings

from kortreist.errors import InputError

__all__ = ["bare_name", "check_size"]


def bare_name(filename: str) -> str:
    """Return a file's name without the folders some browsers send along.

    Examples
    --------
    >>> bare_name("C:\\\\kommune\\\\utslipp.xlsx")
    'utslipp.xlsx'
    """
    return filename.replace("\\", "/").rsplit("/", 1)[-1][:200]


def check_size(filename: str, content: bytes) -> None:
    """Refuse what is larger than the site takes.

    Raises
    ------
    InputError
        ``upload.too_large``: says how large it is and may be.
    """
    maximum = settings.UPLOAD_MAX_BYTES
    if len(content) > maximum:
        raise InputError(
            "upload.too_large",
            file=filename,
            mb=round(len(content) / 1e6, 1),
            maximum=maximum / 1e6,
        )
