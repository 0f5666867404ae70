"""Secrets of the second step, encrypted in the database.

Whoever has a copy of the database, or of a backup, has none of them without the
installation's secret key. An earlier key (``KORTREIST_OLD_SECRET_KEYS``) still reads what it
wrote.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
from functools import lru_cache
from typing import Any

from django.conf import settings

__all__ = ["decrypt", "encrypt"]

_log = logging.getLogger("kortreist.people")


@lru_cache(maxsize=2)
def _box(keys: tuple[str, ...]) -> Any:
    from cryptography.fernet import Fernet, MultiFernet

    made = (hmac.new(k.encode(), b"kortreist second step", hashlib.sha256) for k in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(m.digest())) for m in made])


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def encrypt(text: str) -> str:
    """Return the text as only the installation's key reads it."""
    return str(_box(_keys()).encrypt(text.encode()).decode())


def decrypt(text: str) -> str:
    """Return the text; one that no key reads becomes a secret nobody has, which fits no code."""
    from cryptography.fernet import InvalidToken

    try:
        return str(_box(_keys()).decrypt(text.encode()).decode())
    except InvalidToken:
        _log.warning("a secret of the second step was encrypted with a key that is not here")
        return base64.b32encode(secrets.token_bytes(20)).decode()
