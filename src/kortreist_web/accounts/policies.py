"""Who may see the account as work, and send in workbooks."""

from __future__ import annotations

from kortreist_web.accounts.models import AccountResult, KnownChange, Upload
from kortreist_web.core.policy import EDITORS, READERS, Policy

__all__ = ["AccountResultPolicy", "KnownChangePolicy", "UploadPolicy"]


class UploadPolicy(Policy):
    """Members see what was sent in; editors send in and accept."""

    model = Upload
    roles = {"view": READERS, "change": EDITORS}


class AccountResultPolicy(Policy):
    """Members see accounts from their own files; editors have them computed."""

    model = AccountResult
    roles = {"view": READERS, "compute": EDITORS}


class KnownChangePolicy(Policy):
    """Members see what is known of plants; editors write it."""

    model = KnownChange
    roles = {"view": READERS, "change": EDITORS}
