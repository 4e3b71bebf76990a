"""What everyone may ask for, and what a key opens."""

from django.urls import path
from django.views.decorators.http import require_safe

from meetings import views

urlpatterns = [
    path("meetings/", views.upcoming, name="upcoming"),
    path("meetings/past/", views.past, name="past"),
    path("meetings/calendar.ics", views.all_calendar, name="all_calendar"),
    path("meetings/feed.atom", require_safe(views.MeetingFeed()), name="feed"),
    path("meetings/<slug:slug>/", views.meeting, name="meeting"),
    path("meetings/<slug:slug>/calendar.ics", views.meeting_calendar, name="meeting_calendar"),
    path(
        "meetings/<slug:slug>/<int:number>/calendar.ics",
        views.session_calendar,
        name="session_calendar",
    ),
    path("meetings/<slug:slug>/sign-up/<int:number>/", views.sign_up, name="sign_up"),
    path(
        "meetings/<slug:slug>/sign-up/<int:number>/check-your-mail/",
        views.check_mail,
        name="check_mail",
    ),
    path("programmes/<slug:slug>/wikitext/", views.programme_wikitext, name="programme_wikitext"),
    path("place/<str:key>/", views.place, name="place"),
    path("place/<str:key>/confirm/", views.place_confirm, name="place_confirm"),
    path("place/<str:key>/acknowledge/", views.place_acknowledge, name="place_acknowledge"),
    path("place/<str:key>/appearance/", views.place_appearance, name="place_appearance"),
    path("place/<str:key>/move/", views.place_move, name="place_move"),
    path("place/<str:key>/cancel/", views.place_cancel, name="place_cancel"),
    path("place/<str:key>/forget/", views.place_forget, name="place_forget"),
    path("place/<str:key>/calendar.ics", views.place_calendar, name="place_calendar"),
    path("me/", views.mine, name="mine"),
    path("me/new-feed/", views.new_feed, name="new_feed"),
    path("feed/<str:key>/calendar.ics", views.personal_feed, name="personal_feed"),
    path("safe-space/report/", views.report, name="make_report"),
    path("safe-space/report/thanks/", views.report_thanks, name="report_thanks"),
    path("safe-space/reports/", views.reports, name="reports"),
    path("safe-space/reports/<slug:handle>/", views.read_report, name="report"),
    path(
        "safe-space/reports/<slug:handle>/concerned/", views.mark_concerned, name="mark_concerned"
    ),
    path("safe-space/reports/<slug:handle>/hand-on/", views.hand_on_report, name="hand_on_report"),
]
