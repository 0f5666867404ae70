"""Addresses of the domain."""

from django.urls import path

from kortreist_web.installation import views

app_name = "installation"
urlpatterns = [
    path("", views.start, name="start"),
]
