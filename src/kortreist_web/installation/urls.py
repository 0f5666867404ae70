"""Addresses of the domain."""

from django.urls import path

from kortreist_web.installation import take_views, views

app_name = "installation"
urlpatterns = [
    path("", views.start, name="start"),
    path("ta-i-bruk/", take_views.take, name="take"),
    path("ta-i-bruk/<int:pk>/slipp-inn/", take_views.approve, name="approve"),
    path("ta-i-bruk/<int:pk>/avsla/", take_views.refuse, name="refuse"),
]
