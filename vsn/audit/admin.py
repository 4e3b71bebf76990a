"""The journal can be read in the admin, by admins, and not changed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from vsn.audit.confidential import without_confidential
from vsn.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["at", "actor", "action", "about_type", "about_id"]
    list_filter = ["action"]
    list_select_related = ["actor"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return without_confidential(super().get_queryset(request), request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
