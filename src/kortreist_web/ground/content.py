"""The canonical form of a snapshot, and its hash.

Keys sorted, no spaces, UTF-8, floats in their shortest form: RFC 8785 in all that our
content uses, so that anyone can check a hash with a few lines of another language.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["canonical", "canonical_bytes", "content_hash"]


def canonical_bytes(content: Any) -> bytes:
    """Return the content as the bytes that are hashed.

    Raises
    ------
    ValueError
        NaN or infinity: neither has a meaning in a figure that is adopted.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": "å"}).decode()
    '{"a":"å","b":1}'
    """
    return json.dumps(
        _plain(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: Any) -> Any:
    # A database may give 1.0 back as 1: the two are the same number and hash alike.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def canonical(content: Any) -> Any:
    """Return the content as it will be read back."""
    return json.loads(canonical_bytes(content))


def content_hash(content: Any) -> str:
    """Return the SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
