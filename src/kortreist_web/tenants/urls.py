"""Addresses of the domain."""

from django.urls import path

from kortreist_web.tenants.views import settings, slide_templates, units, word_templates

app_name = "tenants"
_SLIDES = "<code:code>/arbeid/innstillinger/powerpoint/"
urlpatterns = [
    path("<code:code>/arbeid/enheter/", units.units, name="units"),
    path("<code:code>/arbeid/enheter/begynn/", units.start, name="units_start"),
    path("<code:code>/arbeid/enheter/ny/", units.add, name="unit_add"),
    path("<code:code>/arbeid/enheter/<int:pk>/", units.change, name="unit_change"),
    path("<code:code>/arbeid/enheter/<int:pk>/avslutt/", units.end, name="unit_end"),
    path("<code:code>/arbeid/innstillinger/", settings.settings, name="settings"),
    path("<code:code>/arbeid/innstillinger/nettsted/", settings.open_or_close, name="site"),
    path("<code:code>/arbeid/innstillinger/word/", word_templates.templates, name="word_templates"),
    path("<code:code>/arbeid/innstillinger/word/velg/", word_templates.choose, name="word_choose"),
    path(
        "<code:code>/arbeid/innstillinger/word/<int:pk>/fil/", word_templates.file, name="word_file"
    ),
    path(
        "<code:code>/arbeid/innstillinger/word/<int:pk>/prove/",
        word_templates.preview,
        name="word_preview",
    ),
    path(
        "<code:code>/arbeid/innstillinger/word/<int:pk>/slett/",
        word_templates.remove,
        name="word_remove",
    ),
    path(_SLIDES, slide_templates.templates, name="slides_templates"),
    path(f"{_SLIDES}velg/", slide_templates.choose, name="slides_choose"),
    path(f"{_SLIDES}<int:pk>/fil/", slide_templates.file, name="slides_file"),
    path(f"{_SLIDES}<int:pk>/prove/", slide_templates.preview, name="slides_preview"),
    path(f"{_SLIDES}<int:pk>/slett/", slide_templates.remove, name="slides_remove"),
]
