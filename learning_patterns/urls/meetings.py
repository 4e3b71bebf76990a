"""What came up in a meeting, and what its facilitators do with it."""

from django.urls import path

from learning_patterns.views import meetings as views

DESK = "desk/<slug:slug>/patterns/"

urlpatterns = [
    path(DESK, views.of_meeting, name="of_meeting"),
    path(f"{DESK}tie/", views.tie, name="tie"),
    path(f"{DESK}<slug:named>/untie/", views.untie, name="untie"),
    path("desk/<slug:slug>/<int:number>/question/", views.write_down, name="write_down"),
]
