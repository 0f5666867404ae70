"""The application as Django knows it."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.decisions"
    label = "decisions"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.decisions import policies  # noqa: F401
