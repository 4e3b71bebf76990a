"""Your meetings, who runs them, and what happened."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("desk/", views.your_meetings, name="desk"),
    path("desk/proposals/", views.proposals, name="proposals"),
    path("desk/proposals/<slug:slug>/accept/", views.accept_proposal, name="accept_proposal"),
    path("desk/proposals/<slug:slug>/decline/", views.decline_proposal, name="decline_proposal"),
    path("desk/invitations/<slug:handle>/", views.invitation, name="invitation"),
    path("desk/<slug:slug>/propose/", views.propose_meeting, name="propose_meeting"),
    path("desk/<slug:slug>/facilitators/", views.facilitators, name="facilitators"),
    path("desk/<slug:slug>/leave/", views.leave_meeting, name="leave_meeting"),
    path(
        "desk/<slug:slug>/facilitators/<slug:handle>/remove/",
        views.remove_facilitator,
        name="remove_facilitator",
    ),
    path(
        "desk/<slug:slug>/facilitators/invitations/<slug:handle>/recall/",
        views.recall_invitation,
        name="recall_invitation",
    ),
    path("desk/<slug:slug>/history/", views.meeting_history, name="meeting_history"),
]
