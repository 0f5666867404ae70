"""The application as Django knows it."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.tasks import policies  # noqa: F401
