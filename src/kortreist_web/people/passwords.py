"""Long enough passwords, said in the reader's language."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from kortreist_web.core.texts import text
from kortreist_web.people.models import User

__all__ = ["LongEnough"]


class LongEnough:
    """A password has at least ``min_length`` characters; length beats odd signs."""

    def __init__(self, min_length: int = 12) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` for one that is too short."""
        if len(password) < self.min_length:
            raise ValidationError(
                text("people.sign_in.short_password", n=self.min_length), code="password_too_short"
            )

    def get_help_text(self) -> str:
        """Return what is asked for."""
        return text("people.sign_in.short_password", n=self.min_length)
