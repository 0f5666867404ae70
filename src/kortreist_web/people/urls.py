"""Addresses of the domain."""

from django.urls import path

from kortreist_web.people import views

app_name = "people"
urlpatterns = [
    path("meg/", views.me, name="me"),
    path("<code:code>/arbeid/tilgang/", views.list_, name="list"),
]
