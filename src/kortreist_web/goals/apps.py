"""The application as Django knows it."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.goals"
    label = "goals"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.goals import policies  # noqa: F401
