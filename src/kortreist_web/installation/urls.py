"""Addresses of the domain."""

from django.urls import path

from kortreist_web.installation import figures_views, take_views, views

app_name = "installation"
urlpatterns = [
    path("", views.start, name="start"),
    path("ta-i-bruk/", take_views.take, name="take"),
    path("ta-i-bruk/<int:pk>/slipp-inn/", take_views.approve, name="approve"),
    path("ta-i-bruk/<int:pk>/avsla/", take_views.refuse, name="refuse"),
    path("tall/", figures_views.figures, name="figures"),
    path("tall/hent/", figures_views.fetch, name="fetch"),
    path("tall/<int:pk>/", figures_views.file, name="file"),
    path("tall/<int:pk>/framdrift/", figures_views.standing, name="standing"),
    path("tall/<int:pk>/avgjor/", figures_views.decide, name="decide"),
    path("tall/utgave/<int:pk>/trekk/", figures_views.withdraw, name="withdraw"),
]
