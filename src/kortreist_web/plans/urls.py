"""Addresses of the domain."""

from django.urls import path

from kortreist_web.plans import views

app_name = "plans"
urlpatterns = [
    path("<code:code>/arbeid/plan/", views.list_, name="list"),
]
