"""Addresses of the domain."""

from django.urls import path

from kortreist_web.budgets import views

app_name = "budgets"
urlpatterns = [
    path("<code:code>/klimabudsjett/", views.public, name="public"),
    path("<code:code>/arbeid/budsjett/", views.list_, name="list"),
    path("<code:code>/arbeid/okonomi/", views.money, name="money"),
]
