"""Addresses of the domain."""

from django.urls import path

from kortreist_web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<code:code>/arbeid/jobb/<int:pk>/", views.progress, name="progress"),
    path("<code:code>/arbeid/jobb/<int:pk>/stopp/", views.stop, name="stop"),
]
