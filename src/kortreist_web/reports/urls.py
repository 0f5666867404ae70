"""Addresses of the domain."""

from django.urls import path

from kortreist_web.reports import views

app_name = "reports"
urlpatterns = [
    path("<code:code>/framdrift/", views.public, name="public"),
    path("<code:code>/arbeid/rapporter/", views.mine, name="mine"),
    path("<code:code>/arbeid/tertial/", views.list_, name="list"),
]
