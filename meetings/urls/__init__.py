"""Every address of meetings, in the order in which they are tried."""

from meetings.urls import (
    desk_afterwards,
    desk_calls,
    desk_lists,
    desk_meetings,
    desk_people,
    desk_reports,
    public,
)

app_name = "meetings"
# Addresses with fixed words come before those in which a meeting's own name could stand.
urlpatterns = [
    *public.urlpatterns,
    *desk_people.urlpatterns,
    *desk_meetings.urlpatterns,
    *desk_calls.urlpatterns,
    *desk_afterwards.urlpatterns,
    *desk_reports.urlpatterns,
    *desk_lists.urlpatterns,
]
