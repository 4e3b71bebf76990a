"""Figures, certificates, and lists that leave the portal."""

from django.urls import path

from meetings import views

SESSION = "desk/<slug:slug>/<int:number>"
AS_FILE = "desk/<slug:slug>/report"
OF_PROGRAMME = "programmes/<slug:slug>/report"

urlpatterns = [
    path("place/<str:key>/certificate/", views.certificate, name="certificate"),
    path("certificates/", views.check_certificate, name="check_certificate"),
    path("certificates/<str:number>/", views.checked_certificate, name="checked_certificate"),
    path(f"{AS_FILE}/", views.meeting_report, name="meeting_report"),
    path(f"{AS_FILE}.csv", views.meeting_report, {"kind": "csv"}, name="meeting_report_csv"),
    path(f"{AS_FILE}.txt", views.meeting_report, {"kind": "txt"}, name="meeting_report_text"),
    path(f"{OF_PROGRAMME}/", views.programme_report, name="programme_report"),
    path(
        f"{OF_PROGRAMME}.csv", views.programme_report, {"kind": "csv"}, name="programme_report_csv"
    ),
    path(
        f"{OF_PROGRAMME}.txt", views.programme_report, {"kind": "txt"}, name="programme_report_text"
    ),
    path(f"{SESSION}/export/", views.export_list, name="export_list"),
    path(f"{SESSION}/export/list.csv", views.export_file, name="export_file"),
    path(f"{SESSION}/print/", views.print_list, name="print_list"),
    path("desk/<slug:slug>/wikitext/", views.wikitext, name="wikitext"),
    path("desk/<slug:slug>/wikitext/<slug:name>.txt", views.wikitext_file, name="wikitext_file"),
]
