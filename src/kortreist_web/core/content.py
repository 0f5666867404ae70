"""The canonical form of a snapshot, and its hash.

Keys sorted, no spaces, UTF-8, numbers in their shortest form: RFC 8785, so that anyone can
check a hash with a few lines of another language.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import rfc8785

__all__ = ["canonical", "canonical_bytes", "content_hash"]


def canonical_bytes(content: Any) -> bytes:
    """Return the content as the bytes that are hashed.

    Raises
    ------
    ValueError
        NaN or infinity: neither has a meaning in a figure that is adopted; or a whole number
        that other languages would read as another.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": "å"}).decode()
    '{"a":"å","b":1}'
    """
    return rfc8785.dumps(_as_json(content))


def _as_json(value: Any) -> Any:
    """Return a value with keys as JSON has them, tuples as lists, and one kind of number."""
    if isinstance(value, dict):
        return {str(k): _as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(v) for v in value]
    # A database gives a large float back as a whole number: the two are the same number.
    if isinstance(value, int) and abs(value) >= 2**53:
        as_float = float(value)
        return as_float if rfc8785.dumps(as_float) == str(value).encode() else value
    return value


def canonical(content: Any) -> Any:
    """Return the content as it will be read back."""
    return json.loads(canonical_bytes(content))


def content_hash(content: Any) -> str:
    """Return the SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
