"""Lists of an organisation's rows: read at will, written one row at a time.

``update``, ``bulk_create``, ``bulk_update`` and ``delete`` of a list write past the change
log and the checks of a row. They are refused, unless it is said that and why there shall be
no history: ``rows.unlogged("copied whole from …").update(...)``.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import Manager, QuerySet

__all__ = ["BulkWriteError", "TenantManager", "TenantQuerySet"]


class BulkWriteError(TypeError):
    """Rows were about to be written past the change log: a fault in the program."""


def _refuse(verb: str) -> NoReturn:
    raise BulkWriteError(
        f"{verb} writes past the change log: save or delete each row, "
        "or say unlogged(why) where there shall be no history"
    )


class TenantQuerySet(QuerySet):
    """Rows of organisations."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        _refuse("update")

    def bulk_create(self, *rows: Any, **options: Any) -> NoReturn:
        """Refuse."""
        _refuse("bulk_create")

    def bulk_update(self, *rows: Any, **options: Any) -> NoReturn:
        """Refuse."""
        _refuse("bulk_update")

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse("delete")

    # Templates and managers must not call what only refuses.
    vars(update).update(alters_data=True)
    vars(delete).update(alters_data=True, queryset_only=True)

    def unlogged(self, why: str) -> QuerySet:
        """Return the same rows, to be written without a history.

        Parameters
        ----------
        why : str
            For whoever reads the program: what keeps the history instead.
        """
        if not why:
            raise ValueError("why is there no history?")
        return QuerySet(self.model, query=self.query.chain(), using=self.db)


_Manager = Manager.from_queryset(TenantQuerySet)


class TenantManager(_Manager):
    """The manager of :class:`~kortreist_web.core.models.TenantModel`."""
