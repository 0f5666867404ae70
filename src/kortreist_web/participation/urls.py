"""Addresses of the domain."""

from django.urls import path

from kortreist_web.participation import views

app_name = "participation"
urlpatterns = [
    path("<code:code>/delta/", views.public, name="public"),
    path("<code:code>/delta/<int:pk>/", views.process, name="process"),
    path("<code:code>/arbeid/medvirkning/", views.list_, name="list"),
]
