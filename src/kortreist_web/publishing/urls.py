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
    path("<code:code>/figur/<slug:name>/<str:subject>/", views.chart, name="chart"),
    path(
        "<code:code>/figur/<slug:name>/<str:subject>.<picture:form>",
        views.chart_file,
        name="chart_file",
    ),
    path(_WORK, views.manage, name="manage"),
    path(f"{_WORK}varsling/", views.webhooks, name="webhooks"),
    path(f"{_WORK}varsling/ny/", views.new_webhook, name="new_webhook"),
    path(f"{_WORK}varsling/<int:pk>/prov/", views.send_test, name="test_webhook"),
    path(f"{_WORK}varsling/<int:pk>/fjern/", views.remove, name="remove_webhook"),
    path(f"{_WORK}<slug:kind>/<int:pk>/publiser/", views.publish, name="publish"),
    path(f"{_WORK}<slug:kind>/<int:pk>/trekk/", views.withdraw, name="withdraw"),
]
