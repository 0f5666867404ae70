"""The application as Django knows it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the domain's policies with its models, and its part of the work's first page."""

    name = "kortreist_web.reports"
    label = "reports"

    def ready(self) -> None:
        """Read the policies and the part, so that none can be forgotten."""
        from kortreist_web.reports import home, policies  # noqa: F401
