"""The application as Django knows it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.tenants"
    label = "tenants"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.tenants import policies  # noqa: F401
