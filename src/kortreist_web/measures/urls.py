"""Addresses of the domain."""

from django.urls import path

from kortreist_web.measures import list_views, views

app_name = "measures"
urlpatterns = [
    path("<code:code>/arbeid/tiltak/", list_views.list_, name="list"),
    path("<code:code>/arbeid/tiltak/bilde/", list_views.show_picture, name="picture"),
    path("<code:code>/arbeid/tiltak/flere/", list_views.choose_several, name="choose_several"),
    path("<code:code>/arbeid/tiltak/regn-ut/", list_views.recompute, name="recompute"),
    path("<code:code>/arbeid/tiltak/nytt/", views.new, name="new"),
    path("<code:code>/arbeid/tiltak/<str:measure>/", views.show, name="show"),
    path("<code:code>/arbeid/tiltak/<str:measure>/valg/", views.choose, name="choose"),
    path("<code:code>/arbeid/tiltak/<str:measure>/tall/", views.adapt, name="adapt"),
    path("<code:code>/arbeid/tiltak/<str:measure>/bibliotekets-tall/", views.reset, name="reset"),
]
