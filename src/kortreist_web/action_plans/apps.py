"""The application as Django knows it."""

from django.apps import AppConfig


class ActionPlansConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.action_plans"
    label = "action_plans"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.action_plans import policies  # noqa: F401
