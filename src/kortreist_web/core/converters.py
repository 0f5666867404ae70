"""The part of an address that says whose page it is."""

from __future__ import annotations

from django.urls import register_converter

__all__ = ["register"]


class _Code:
    """An organisation's code: 4005, 40, X001; a throw-away workspace's has a letter too: X0B7."""

    regex = r"X[0-9A-Z]{3}|\d{4}|\d{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register() -> None:
    """Make ``<code:code>`` known; called once, when the applications are ready."""
    register_converter(_Code, "code")
