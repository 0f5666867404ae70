"""The application as Django knows it."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.hearings"
    label = "hearings"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; give case papers the hearing."""
        from kortreist_web.decisions.paper_parts import more_sections
        from kortreist_web.hearings import policies  # noqa: F401
        from kortreist_web.hearings.queries import laid_out
        from kortreist_web.versions.laid_open import laid_open

        laid_open.provide(laid_out)
        from kortreist_web.hearings.table_document import hearing_sections

        more_sections.provide(hearing_sections)
