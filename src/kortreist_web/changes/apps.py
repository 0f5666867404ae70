"""The application as Django knows it."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers the domain's policies, and keeps the history of what is changed."""

    name = "kortreist_web.changes"
    label = "changes"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten, and listen to every change."""
        from kortreist_web.changes import policies  # noqa: F401
        from kortreist_web.changes.chain import lock_first
        from kortreist_web.changes.log import record
        from kortreist_web.core.history import row_changed, row_changing

        row_changed.connect(record, dispatch_uid="kortreist.changes.log")
        row_changing.connect(lock_first, dispatch_uid="kortreist.changes.chain")
