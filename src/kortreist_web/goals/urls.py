"""Addresses of the domain."""

from django.urls import path

from kortreist_web.goals import views

app_name = "goals"
urlpatterns = [
    path("<code:code>/arbeid/klimamal/", views.list_, name="list"),
    path("<code:code>/arbeid/klimamal/nytt/", views.new, name="new"),
    path("<code:code>/arbeid/klimamal/<int:pk>/", views.correct, name="correct"),
    path("<code:code>/arbeid/klimamal/<int:pk>/avslutt/", views.end, name="end"),
]
