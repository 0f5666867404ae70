"""Addresses of the domain."""

from django.urls import path

from kortreist_web.indicators import views

app_name = "indicators"
_ONE = "<code:code>/arbeid/indikatorer/<int:pk>/"
urlpatterns = [
    path("<code:code>/arbeid/indikatorer/", views.list_, name="list"),
    path("<code:code>/arbeid/indikatorer/ny/", views.new, name="new"),
    path(_ONE, views.show, name="show"),
    path(_ONE + "endre/", views.change, name="change"),
    path(_ONE + "observer/", views.observe, name="observe"),
    path(_ONE + "avslutt/", views.end, name="end"),
]
