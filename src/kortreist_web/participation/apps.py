"""The application as Django knows it."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.participation"
    label = "participation"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.participation import policies  # noqa: F401
