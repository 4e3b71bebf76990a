"""Learning patterns and their categories in Django's admin. Patterns are written, looked at and
archived on their own pages, where everyone else does it too: here they are only found."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from learning_patterns import actions
from learning_patterns.models import Category, Pattern
from members.admin.base import ActionAdmin, ActionForm, ReadOnlyAdmin


@admin.register(Category)
class CategoryAdmin(ActionAdmin):
    list_display = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        """The address stays: what patterns say, now and in every revision, names it."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Category | None = None
    ) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["name"]}

    def save_model(
        self, request: HttpRequest, obj: Category, form: ActionForm, change: bool
    ) -> None:
        actions.save_category(category=obj, by=request.user, now=timezone.now())


@admin.register(Pattern)
class PatternAdmin(ReadOnlyAdmin):
    list_display = ("title", "status", "language")
    list_filter = ("status", "language", "categories")
    search_fields = ("title",)
