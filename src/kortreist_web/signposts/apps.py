"""The application as Django knows it."""

from django.apps import AppConfig


class SignpostsConfig(AppConfig):
    """Registers the domain's policies, hears what is observed, tells plans how signs stand."""

    name = "kortreist_web.signposts"
    label = "signposts"

    def ready(self) -> None:
        """Read the policies; look again at a sign when its indicator is observed."""
        from kortreist_web.indicators.observed import observed
        from kortreist_web.plans.watched import watched_signs
        from kortreist_web.signposts import policies  # noqa: F401
        from kortreist_web.signposts.asked import standing_of
        from kortreist_web.signposts.following import follow_indicator

        watched_signs.provide(standing_of)
        observed.connect(follow_indicator, dispatch_uid="kortreist.signposts.follow")
