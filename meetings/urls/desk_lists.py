"""The list of a session."""

from django.urls import path

from meetings import views
from meetings.views.desk import acts, adding, lists

LIST = "desk/<slug:slug>/<int:number>/"
urlpatterns = [
    path("desk/<slug:slug>/import/", views.import_page, name="import_page"),
    path("desk/<slug:slug>/", lists.desk_meeting, name="desk_meeting"),
    path("desk/<slug:slug>/undo/<slug:handle>/", acts.undo_act, name="undo_act"),
    path(LIST, lists.session_list, name="list"),
    path(f"{LIST}progress/", lists.progress, name="progress"),
    path(f"{LIST}people/<slug:handle>/", lists.person, name="list_person"),
    path(f"{LIST}add/", adding.add_person, name="add_person"),
    path(f"{LIST}remove/", acts.remove_people, name="remove_people"),
    path(f"{LIST}move/", acts.move_people, name="move_people"),
    path(f"{LIST}remind/", acts.remind_people, name="remind_people"),
    path(f"{LIST}send-again/", acts.send_again, name="send_again"),
    path(f"{LIST}first/", acts.put_first, name="put_first"),
    path(f"{LIST}write/", acts.write_to_chosen, name="write_to_chosen"),
]
