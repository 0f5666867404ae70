"""Addresses of the domain."""

from django.urls import path

from kortreist_web.publishing import views

app_name = "publishing"
urlpatterns = [
    path("<code:code>/", views.overview, name="overview"),
    path("<code:code>/mal/", views.goals, name="goals"),
    path("<code:code>/data/", views.data, name="data"),
    path("<code:code>/arbeid/publisering/", views.manage, name="manage"),
]
