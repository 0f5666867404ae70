"""The example adds nothing but rows."""

from __future__ import annotations

from kortreist_web.core.domain import Domain

__all__ = ["DOMAIN"]

DOMAIN = Domain()
