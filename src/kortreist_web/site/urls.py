"""Addresses of the domain; their names stand alone, as every frame links to them."""

from django.urls import path

from kortreist_web.site import search_views, story, views

urlpatterns = [
    path("", views.front, name="front"),
    path("historie/", story.story, name="story"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("personvern/", views.privacy, name="privacy"),
    path("om/", views.about, name="about"),
    path("<code:code>/sok/", search_views.search, name="search"),
    path("<code:code>/arbeid/sok/", search_views.work_search, name="work_search"),
]
