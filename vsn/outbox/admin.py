"""What became of each message, to read: not to change, since the rows are the truth."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vsn.audit.confidential import without_confidential
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ["topic", "recipient", "state", "channel", "reason", "created_at", "settled_at"]
    list_filter = ["state", "topic", "channel"]
    list_select_related = ["recipient"]
    date_hierarchy = "created_at"
    # A gap between the numbers of two reports would tell that there is another one.
    exclude = ["about_id"]
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return without_confidential(super().get_queryset(request), request.user)

    @admin.action(description=_("Try again what failed"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """For when the address or the mail server has been put right."""
        count = dispatch.try_again(queryset, timezone.now())
        nudge()
        text = ngettext(
            "%(count)s message is sent again.", "%(count)s messages are sent again.", count
        )
        messages.success(request, text % {"count": count})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
