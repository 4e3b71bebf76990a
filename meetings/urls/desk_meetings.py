"""Setting a meeting up: its details, its sessions, publishing and calling off."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("desk/new/", views.new_meeting, name="new_meeting"),
    path("desk/<slug:slug>/details/", views.edit_meeting, name="edit_meeting"),
    path("desk/<slug:slug>/sessions/", views.add_sessions, name="add_sessions"),
    path("desk/<slug:slug>/publish/", views.publish_meeting, name="publish_meeting"),
    path("desk/<slug:slug>/cancel/", views.cancel_meeting, name="cancel_meeting"),
    path("desk/<slug:slug>/<int:number>/edit/", views.edit_session, name="edit_session"),
    path("desk/<slug:slug>/<int:number>/publish/", views.publish_session, name="publish_session"),
    path("desk/<slug:slug>/<int:number>/cancel/", views.cancel_session, name="cancel_session"),
]
