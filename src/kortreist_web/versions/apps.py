"""The application as Django knows it."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.versions"
    label = "versions"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.versions import policies  # noqa: F401
