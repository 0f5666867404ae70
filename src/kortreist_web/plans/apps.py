"""The application as Django knows it."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.plans"
    label = "plans"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; say what measures cost here."""
        from kortreist_web.measures.here import told_by
        from kortreist_web.plans import policies  # noqa: F401
        from kortreist_web.plans.latest import price_in_newest

        told_by(price_in_newest)
