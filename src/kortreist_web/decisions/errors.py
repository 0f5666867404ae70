"""Why a resolution was not recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web

if TYPE_CHECKING:
    from kortreist_web.decisions.models import Resolution

__all__ = ["AlreadyRecordedError"]


class AlreadyRecordedError(RefusedError):
    """The same case, decided the same day by the same body, is recorded already."""

    def __init__(self, there: Resolution) -> None:
        super().__init__(
            "decisions.refused.already",
            case=there.case_number,
            date=web().date(there.decided_on.isoformat()),
            title=there.title,
        )
        self.there = there
