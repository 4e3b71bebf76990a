"""Writing to a list, the room, and the day itself."""

from django.urls import path

from meetings.views.desk import attendance, messages, room

urlpatterns = [
    path("desk/<slug:slug>/<int:number>/room/", room.room, name="room"),
    path("desk/<slug:slug>/<int:number>/room/open/", room.open_room, name="open_room"),
    path("desk/<slug:slug>/<int:number>/room/new/", room.make_room, name="make_room"),
    path("desk/<slug:slug>/<int:number>/room/remove/", room.remove_room, name="remove_room"),
    path("desk/<slug:slug>/<int:number>/message/", messages.message_list, name="message_list"),
    path("desk/<slug:slug>/<int:number>/attendance/", attendance.attendance, name="attendance"),
    path(
        "desk/<slug:slug>/<int:number>/attendance/mark/",
        attendance.mark,
        name="mark_attendance",
    ),
    path(
        "desk/<slug:slug>/<int:number>/attendance/rest/",
        attendance.mark_rest,
        name="mark_rest",
    ),
    path(
        "desk/<slug:slug>/<int:number>/attendance/rest/undo/",
        attendance.unmark_rest,
        name="unmark_rest",
    ),
    path(
        "desk/<slug:slug>/<int:number>/attendance/walk-in/",
        attendance.walk_in,
        name="walk_in",
    ),
    path(
        "desk/<slug:slug>/<int:number>/attendance/count/",
        attendance.count_people,
        name="count_people",
    ),
]
