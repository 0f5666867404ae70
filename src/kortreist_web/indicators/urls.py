"""Addresses of the domain."""

from django.urls import path

from kortreist_web.indicators import views

app_name = "indicators"
urlpatterns = [
    path("<code:code>/arbeid/indikatorer/", views.list_, name="list"),
]
