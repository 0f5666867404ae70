"""Forms of secrets that detect-secrets does not know: our own, and one it lacks."""

from __future__ import annotations

import re

from detect_secrets.plugins.base import RegexBasedDetector

__all__ = ["GoogleKeyDetector", "OwnKeyDetector"]


class OwnKeyDetector(RegexBasedDetector):
    """Keys of the API, as the site makes them."""

    secret_type = "Kortreist key"  # pragma: allowlist secret (a name)  # noqa: S105
    denylist = (re.compile(r"\bkort_[0-9a-f]{12}_[\w-]{40,}"),)


class GoogleKeyDetector(RegexBasedDetector):
    """Keys of Google's services."""

    secret_type = "Google key"  # pragma: allowlist secret (a name)  # noqa: S105
    denylist = (re.compile(r"\bAIza[\w-]{35}\b"),)
