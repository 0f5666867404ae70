"""The application as Django knows it."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.hearings"
    label = "hearings"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.hearings import policies  # noqa: F401
