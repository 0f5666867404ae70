"""Addresses of the domain's pages; those of its data are in ``data_urls``."""

from django.urls import path

from kortreist_web.publishing import converters, views  # noqa: F401

app_name = "publishing"
_WORK = "<code:code>/arbeid/publisering/"
urlpatterns = [
    path("<code:code>/", views.overview, name="overview"),
    path("<code:code>/mal/", views.goals, name="goals"),
    path("<code:code>/data/", views.data, name="data"),
    path(
        "<code:code>/tall/<snapshot:kind>/<hash:prefix>/<path:pointer>",
        views.figure,
        name="figure",
    ),
    path(_WORK, views.manage, name="manage"),
    path(f"{_WORK}<slug:kind>/<int:pk>/publiser/", views.publish, name="publish"),
    path(f"{_WORK}<slug:kind>/<int:pk>/trekk/", views.withdraw, name="withdraw"),
]
