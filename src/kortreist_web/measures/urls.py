"""Addresses of the domain."""

from django.urls import path

from kortreist_web.measures import views

app_name = "measures"
urlpatterns = [
    path("<code:code>/arbeid/tiltak/", views.list_, name="list"),
]
