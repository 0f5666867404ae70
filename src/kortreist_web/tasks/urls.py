"""Addresses of the domain."""

from django.urls import path

from kortreist_web.tasks.views import calendar, home, tasks

app_name = "tasks"
urlpatterns = [
    path("<code:code>/arbeid/", home.home, name="home"),
    path("<code:code>/arbeid/aret/", home.year, name="year"),
    path("<code:code>/arbeid/oppgaver/", tasks.list_, name="list"),
    path("<code:code>/arbeid/oppgaver/<int:pk>/", tasks.one, name="one"),
    path("<code:code>/arbeid/oppgaver/<int:pk>/tilstand/", tasks.state, name="state"),
    path("<code:code>/arbeid/oppgaver/<int:pk>/eier/", tasks.owner, name="owner"),
    path("<code:code>/arbeid/oppfolging/", tasks.from_above, name="overview"),
    path("<code:code>/arbeid/kalender/", calendar.calendar, name="calendar"),
    path("<code:code>/arbeid/kalender/ny/", calendar.add, name="deadline_add"),
    path("<code:code>/arbeid/kalender/lag/", calendar.make, name="calendar_make"),
    path("<code:code>/arbeid/kalender/kalender.ics", calendar.download, name="calendar_file"),
    path("<code:code>/arbeid/kalender/<int:pk>/", calendar.change, name="deadline_change"),
    path("<code:code>/arbeid/kalender/<int:pk>/gjort/", calendar.finish, name="deadline_finish"),
    path("<code:code>/arbeid/kalender/<int:pk>/fjern/", calendar.remove, name="deadline_remove"),
]
