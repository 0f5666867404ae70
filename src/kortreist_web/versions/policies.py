"""Who may see versions; nobody changes one."""

from __future__ import annotations

from kortreist_web.core.policy import READERS, Policy
from kortreist_web.versions.models import Version

__all__ = ["VersionPolicy"]


class VersionPolicy(Policy):
    """Members see; nobody changes. What the public may read is for each kind to say."""

    model = Version
    roles = {"view": READERS}
