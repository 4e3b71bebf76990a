from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from meetings import views
from members.tokens import KeyConverter

register_converter(KeyConverter, "key")

app_name = "meetings"
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
    path("place/<key:key>/", views.place, name="place"),
    path("place/<key:key>/confirm/", views.place_confirm, name="place_confirm"),
    path("place/<key:key>/acknowledge/", views.place_acknowledge, name="place_acknowledge"),
    path("place/<key:key>/appearance/", views.place_appearance, name="place_appearance"),
    path("place/<key:key>/move/", views.place_move, name="place_move"),
    path("place/<key:key>/cancel/", views.place_cancel, name="place_cancel"),
    path("place/<key:key>/forget/", views.place_forget, name="place_forget"),
    path("place/<key:key>/calendar.ics", views.place_calendar, name="place_calendar"),
    path("me/", views.mine, name="mine"),
    path("me/new-feed/", views.new_feed, name="new_feed"),
    path("feed/<key:key>/calendar.ics", views.personal_feed, name="personal_feed"),
    path("safe-space/report/", views.report, name="make_report"),
    path("safe-space/report/thanks/", views.report_thanks, name="report_thanks"),
    path("safe-space/reports/<slug:handle>/", views.read_report, name="report"),
]
