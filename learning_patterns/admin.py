"""Learning patterns and their categories in Django's admin."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from learning_patterns import actions
from learning_patterns.models import Category, Pattern
from members.admin.base import ActionAdmin, ActionForm


@admin.register(Category)
class CategoryAdmin(ActionAdmin):
    list_display = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def save_model(
        self, request: HttpRequest, obj: Category, form: ActionForm, change: bool
    ) -> None:
        actions.save_category(category=obj, by=request.user, now=timezone.now())


@admin.register(Pattern)
class PatternAdmin(ActionAdmin):
    list_display = ("title", "status", "language")
    list_filter = ("status", "language", "categories")
    search_fields = ("title",)
    filter_horizontal = ("categories",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Pattern | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Pattern | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("title",)}

    def view_on_site(self, obj: Pattern) -> str | None:
        return obj.get_absolute_url() if obj.status == Pattern.Status.PUBLISHED else None

    def save_model(
        self, request: HttpRequest, obj: Pattern, form: ActionForm, change: bool
    ) -> None:
        actions.save_pattern(
            pattern=obj,
            categories=form.cleaned_data["categories"],
            by=request.user,
            now=timezone.now(),
        )
