"""Addresses of the domain."""

from django.urls import path

from kortreist_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("<code:code>/regnskap/", views.public, name="public"),
    path("<code:code>/regnskap/utgaver/", views.editions, name="editions"),
    path("<code:code>/arbeid/regnskap/", views.work, name="work"),
]
