"""Rows with words of people: the change log proves that they are unchanged, and holds none.

The log keeps a digest of such a text, made with the row's own salt. While the row is there,
anyone can see that its text is the one that was logged; when the text and the salt are gone,
nobody can tell from the digest what it was, not even by guessing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any, ClassVar

from django.db import models

from kortreist_web.core.content import canonical_bytes
from kortreist_web.core.models import TenantModel

__all__ = ["ERASED", "PersonalModel"]

#: What the log shows in the place of a text that is erased.
ERASED = "erased"


class PersonalModel(TenantModel):
    """A row with words of a person, in the fields named by ``personal``; they can be erased."""

    personal: ClassVar[tuple[str, ...]] = ()
    unlogged: tuple[str, ...] = ("salt",)
    #: Random, as long as there are words; empty when they are erased.
    salt = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_erased(self) -> bool:
        """Tell whether the words are gone."""
        return not self._state.adding and not self.salt

    def values(self) -> dict[str, Any]:
        """Return the row's fields as the log keeps them: digests in the place of words."""
        fields = super().values()
        for name in self.personal:
            fields[name] = self.digest(getattr(self, name)) if self.salt else ERASED
        return fields

    def digest(self, words: Any) -> str:
        """Return the digest of a text with the row's salt; none for an empty one."""
        if words in ("", None):
            return ""
        made = hmac.new(bytes.fromhex(self.salt), canonical_bytes(words), hashlib.sha256)
        return f"sha256:{made.hexdigest()}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save; the salt is drawn with the first words."""
        if self._state.adding:
            self.salt = secrets.token_hex(32)
        elif not self.salt and any(getattr(self, name) for name in self.personal):
            raise ValueError(f"{type(self).__name__} {self.pk}: its words are erased for good")
        super().save(*args, **options)

    def erase(self) -> None:
        """Remove the words and the salt; the row and its history stay."""
        for name in self.personal:
            field = self._meta.get_field(name)
            assert isinstance(field, models.Field)
            setattr(self, name, field.get_default() or "")
        self.salt = ""
        self.save()
