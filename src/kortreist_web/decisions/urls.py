"""Addresses of the domain."""

from django.urls import path

from kortreist_web.decisions import views

app_name = "decisions"
urlpatterns = [
    path("<code:code>/vedtak/", views.public, name="public"),
    path("<code:code>/arbeid/vedtak/", views.list_, name="list"),
]
