"""The application as Django knows it."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.jobs import policies  # noqa: F401
