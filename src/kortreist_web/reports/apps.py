"""The application as Django knows it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.reports"
    label = "reports"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.reports import policies  # noqa: F401
