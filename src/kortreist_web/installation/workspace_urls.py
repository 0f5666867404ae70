"""Addresses of trying one's own figures without an account."""

from django.urls import path

from kortreist_web.installation import workspace_views

app_name = "workspace"
urlpatterns = [
    path("", workspace_views.try_out, name="start"),
    path("slett/", workspace_views.erase, name="erase"),
]
