"""Addresses of the domain."""

from django.urls import path

from kortreist_web.changes import views

app_name = "changes"
urlpatterns = [
    path("<code:code>/arbeid/logg/", views.list_, name="list"),
]
