"""What anyone may read of what was frozen: publishing, to the right of here, says it."""

from __future__ import annotations

from collections.abc import Callable

from kortreist_web.core.hooks import Hook
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["PAGE", "open_versions"]

#: The kind of version that *Dette binder oss* is frozen as.
PAGE = "bindings"
#: ``(organisation, kind)`` → what anyone may read, newest first; content is read later.
open_versions: Hook[Callable[[Organisation, str], list[Version]]] = Hook("what is public")
