"""What decides a figure besides the question: the engine's version and the facts'."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from importlib.metadata import version

__all__ = ["engine_version", "facts_version"]


@lru_cache(maxsize=1)
def facts_version() -> str:
    """Return a hash of all facts and measures that ship: the same files, the same hash."""
    digest = hashlib.sha256()
    for package, folder in (("kortreist.facts", "data"), ("kortreist.measures", "library")):
        for file in sorted((resources.files(package) / folder).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".csv", ".toml")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def engine_version() -> str:
    """Return the engine's version."""
    return version("kortreist")
