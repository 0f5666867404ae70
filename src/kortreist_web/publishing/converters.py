"""Parts of addresses: the beginning of a hash, kinds of snapshot, forms of files."""

from __future__ import annotations

from django.urls import register_converter

from kortreist_web.publishing.snapshots import has_figures
from kortreist_web.versions.kinds import kinds

__all__: list[str] = []


class _Text:
    """What matches is used as it is."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class _Hash(_Text):
    """The beginning of a content hash; twelve characters where we write it."""

    regex = "[0-9a-f]{12,64}"


class _Snapshot(_Text):
    """A kind whose figures have addresses."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> str:
        if not has_figures(value):
            raise ValueError(value)
        return value


class _Versions(_Text):
    """A kind whose versions have data at addresses of their own."""

    regex = "[a-z_]+"

    def to_python(self, value: str) -> str:
        if not any(k.name == value and k.at and k.publishing for k in kinds()):
            raise ValueError(value)
        return value


class _File(_Text):
    regex = "csv|json|xlsx"


class _Chart(_Text):
    regex = "svg|png|csv"


class _Sheet(_Text):
    regex = "csv|xlsx"


register_converter(_Hash, "hash")
register_converter(_Snapshot, "snapshot")
register_converter(_Versions, "versions")
register_converter(_File, "file")
register_converter(_Sheet, "sheet")
register_converter(_Chart, "picture")
