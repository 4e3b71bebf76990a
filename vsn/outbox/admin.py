"""What became of each message, to read: not to change, since the rows are the truth."""

from django.contrib import admin
from django.http import HttpRequest

from vsn.outbox.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ["topic", "recipient", "state", "channel", "reason", "created_at", "settled_at"]
    list_filter = ["state", "topic", "channel"]
    list_select_related = ["recipient"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
