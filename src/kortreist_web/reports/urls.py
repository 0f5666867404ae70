"""Addresses of the domain."""

from django.urls import path

from kortreist_web.reports.views import interim, mine, public, spending

app_name = "reports"
urlpatterns = [
    path("<code:code>/framdrift/", public.public, name="public"),
    path("<code:code>/framdrift/<int:year>/<int:period>/", public.public_one, name="public_one"),
    path(
        "<code:code>/framdrift/<int:year>/<int:period>/rapport.<slug:kind>",
        public.public_download,
        name="public_file",
    ),
    path("<code:code>/arbeid/rapporter/", mine.mine, name="mine"),
    path("<code:code>/arbeid/rapporter/<int:year>/<int:period>/", mine.mine, name="mine_period"),
    path("<code:code>/arbeid/rapporter/<int:year>/<int:period>/<int:pk>/", mine.one, name="say"),
    path(
        "<code:code>/arbeid/rapporter/<int:year>/<int:period>/<int:pk>/sagt/",
        mine.said,
        name="said",
    ),
    path("<code:code>/arbeid/penger/<int:year>/", spending.spending, name="spending"),
    path(
        "<code:code>/arbeid/penger/<int:year>/tabell.xlsx",
        spending.spending_file,
        name="spending_file",
    ),
    path(
        "<code:code>/arbeid/penger/<int:year>/<int:pk>/",
        spending.spending_form,
        name="spending_form",
    ),
    path("<code:code>/arbeid/tertial/", interim.list_, name="list"),
    path("<code:code>/arbeid/tertial/<int:year>/<int:period>/", interim.one, name="one"),
    path(
        "<code:code>/arbeid/tertial/<int:year>/<int:period>/tekst/", interim.explain, name="explain"
    ),
    path(
        "<code:code>/arbeid/tertial/<int:year>/<int:period>/ferdig/",
        interim.complete,
        name="complete",
    ),
    path(
        "<code:code>/arbeid/tertial/<int:year>/<int:period>/grunner/",
        interim.reasons,
        name="reasons",
    ),
    path(
        "<code:code>/arbeid/tertial/<int:year>/<int:period>/nytt-budsjett/",
        interim.renew,
        name="renew",
    ),
    path(
        "<code:code>/arbeid/tertial/<int:year>/<int:period>/rapport.<slug:kind>",
        interim.download,
        name="file",
    ),
]
