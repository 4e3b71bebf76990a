"""The journal can be read in the admin, by admins, and not changed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vsn.audit.confidential import number, without_confidential
from vsn.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["at", "actor", "action", "about_type", "number"]
    # Not the bare number of the thing, and no page of its own that has the entry's in its address.
    list_display_links = None
    fields = ["at", "actor", "action", "about_type", "number", "data"]
    list_filter = ["action"]
    list_select_related = ["actor"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return without_confidential(super().get_queryset(request), request.user)

    @admin.display(description=_("number"))
    def number(self, entry: Entry) -> str:
        return number(entry)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
