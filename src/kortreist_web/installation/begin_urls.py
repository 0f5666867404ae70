"""Addresses of taking a municipality into use, open to all."""

from django.urls import path

from kortreist_web.installation import begin_views

app_name = "begin"
urlpatterns = [
    path("", begin_views.begin, name="start"),
    path("bekreft/<str:key>/", begin_views.confirm, name="confirm"),
]
