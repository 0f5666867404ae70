"""The canonical form of a snapshot, and its hash.

Keys sorted, no spaces, UTF-8, numbers in their shortest form: RFC 8785, so that anyone can
check a hash with a few lines of another language.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from decimal import Decimal
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
    return "".join(_written(content)).encode()


def _written(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        # By UTF-16 code units, as the RFC has it.
        pairs = sorted(
            ((str(k), v) for k, v in value.items()),
            key=lambda p: p[0].encode("utf-16-be", "surrogatepass"),
        )
        for place, (key, inner) in enumerate(pairs):
            yield ("," if place else "{") + json.dumps(key, ensure_ascii=False) + ":"
            yield from _written(inner)
        yield "}" if pairs else "{}"
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield "," if place else "["
            yield from _written(inner)
        yield "]" if value else "[]"
    elif isinstance(value, float):
        yield _number(value)
    else:
        yield json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """Write a number as ECMAScript does (the RFC's section 3.2.2.3)."""
    if not math.isfinite(value):
        raise ValueError("NaN and infinity have no meaning in a figure")
    # A database may give 1.0 back as 1: the two are the same number and hash alike.
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    sign, parts, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits, minus = "".join(map(str, parts)), "-" if sign else ""
    point = len(digits) + int(exponent)
    if 0 < point <= 21:
        if point >= len(digits):
            return minus + digits.ljust(point, "0")
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{minus}{digits[0]}{rest}e{point - 1:+d}"


def canonical(content: Any) -> Any:
    """Return the content as it will be read back."""
    return json.loads(canonical_bytes(content))


def content_hash(content: Any) -> str:
    """Return the SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
