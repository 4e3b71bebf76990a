"""Lists: read, add by hand, remove with a reason, mark who came."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import actions
from meetings.forms import AddressField, ReachField
from meetings.models import Registration, Session
from members.admin.base import ActionAdmin, ActionForm, ask
from members.fields import NameField
from members.rules import Refused
from members.wikimedia import look_up

# Not the note: only the facilitator reads it. Not the address: it stands with the person.
SHOWN = (
    "session", "name", "status", "visibility", "affiliate", "country", "source", "created_at",
    "placed_at", "ended_at", "removed_reason", "policy_version",
)  # fmt: skip


class AddForm(ActionForm):
    refusal_fields = {
        **dict.fromkeys(("draft", "cancelled", "over"), "session"),
        **dict.fromkeys(("wiki_unknown", "wiki_mail_off", "wiki_down"), "reach"),
    }
    session = forms.ModelChoiceField(label=_("session"), queryset=Session.objects.none())
    reach = AddressField(label=_("e-mail address"))
    name = NameField(label=_("name"))

    class Meta:
        model = Registration
        fields = ("session", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = Session.objects.published().upcoming(timezone.now()).select_related("meeting")
        self.fields["session"].queryset = coming
        if settings.WIKI_MAIL:
            self.fields["reach"] = ReachField(label=_("e-mail address or Wikimedia user name"))


def _look_up(request: HttpRequest) -> None:
    """Keeps in `request.account` whom a user name stands for, or in `request.refusal` why not."""
    try:
        typed = ReachField().clean(request.POST.get("reach")) if settings.WIKI_MAIL else "@"
        if "@" not in typed:
            request.account = look_up(typed)  # type: ignore[attr-defined]
    except Refused as error:
        request.refusal = error.refusal  # type: ignore[attr-defined]
    except ValidationError:
        pass  # the form says so itself


class RemoveForm(forms.Form):
    reason = forms.CharField(label=_("Why? The reason is kept."), max_length=300)


@admin.register(Registration)
class RegistrationAdmin(ActionAdmin):
    list_display = ("name", "session", "status", "placed_at", "attended")
    list_filter = ("status", "attended")
    list_select_related = ("session__meeting",)
    search_fields = ("name",)
    ordering = ("session", "placed_at", "pk")
    actions = ("remove", "came", "did_not_come")
    locks_before = ("session",)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The wiki is asked before Django opens its transaction."""
        if request.method == "POST" and object_id is None and self.has_add_permission(request):
            _look_up(request)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Registration | None = None, **kwargs: Any
    ) -> type[ActionForm]:
        if obj is None:
            kwargs["form"] = AddForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Registration | None = None) -> tuple[str, ...]:
        return (*SHOWN, "attended") if obj else ("session", "reach", "name")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Registration | None = None
    ) -> tuple[str, ...]:
        return SHOWN if obj else ()

    def save_model(
        self, request: HttpRequest, obj: Registration, form: ActionForm, change: bool
    ) -> None:
        now = timezone.now()
        if change:
            attended = form.cleaned_data["attended"]
            actions.mark_attendance(registration=obj, attended=attended, by=request.user, now=now)
            return
        answers = form.cleaned_data
        obj.pk = actions.add_by_hand(
            session=answers["session"],
            reach=getattr(request, "account", answers["reach"]),
            name=answers["name"],
            by=request.user,
            now=now,
        ).pk

    @admin.action(description=_("Remove from the list"))
    def remove(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        answer = ask(
            self,
            request,
            queryset,
            act="remove",
            title=_("Remove from the list"),
            sentence=_("They are told that they have no place any more."),
            form=RemoveForm,
        )
        if isinstance(answer, HttpResponse):
            return answer
        for one in queryset.select_related("session", "person"):
            actions.remove(registration=one, by=request.user, now=timezone.now(), **answer)
        self.message_user(request, _("Removed."))
        return None

    @admin.action(description=_("They came"))
    def came(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._mark(request, queryset, attended=True)

    @admin.action(description=_("They did not come"))
    def did_not_come(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._mark(request, queryset, attended=False)

    def _mark(
        self, request: HttpRequest, queryset: QuerySet[Registration], *, attended: bool
    ) -> None:
        for one in queryset:
            actions.mark_attendance(
                registration=one, attended=attended, by=request.user, now=timezone.now()
            )
        self.message_user(request, _("Noted."))
