"""Addresses of the domain."""

from django.urls import path

from kortreist_web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("<code:code>/arbeid/", views.home, name="home"),
    path("<code:code>/arbeid/kalender/", views.calendar, name="calendar"),
    path("<code:code>/arbeid/enheter/", views.units, name="units"),
]
