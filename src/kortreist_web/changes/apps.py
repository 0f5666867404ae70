"""The application as Django knows it."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.changes"
    label = "changes"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.changes import policies  # noqa: F401
