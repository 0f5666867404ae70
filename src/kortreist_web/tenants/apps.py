"""The application as Django knows it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.tenants"
    label = "tenants"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; find organisations."""
        from kortreist_web.core import actors
        from kortreist_web.tenants import policies  # noqa: F401
        from kortreist_web.tenants.queries import organisation_with

        actors.organisation_with.provide(organisation_with)
