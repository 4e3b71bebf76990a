"""Two who have the same form open in Django's admin: who saves second is told."""

from collections.abc import Iterator
from hashlib import sha256

from django.contrib.admin import ModelAdmin
from django.db.models import Model
from django.forms import model_to_dict
from django.http import HttpRequest


def fingerprint(model_admin: ModelAdmin, request: HttpRequest, thing: Model) -> str:
    """The same as long as nothing changes of what the form shows."""
    shown = list(_shown(model_admin, request, thing))
    return sha256(repr(shown).encode()).hexdigest()[:32]


def _shown(model_admin: ModelAdmin, request: HttpRequest, thing: Model) -> Iterator[tuple]:
    fields = list(model_admin.get_form(request, thing, change=True).base_fields)
    yield thing.pk, sorted(_as_text(thing, fields))
    for formset, _inline in model_admin.get_formsets_with_inlines(request, thing):
        rows = formset(instance=thing, prefix=formset.get_default_prefix()).queryset
        for row in rows.order_by("pk"):
            yield row.pk, sorted(_as_text(row, list(formset.form.base_fields)))


def _as_text(thing: Model, fields: list[str]) -> Iterator[tuple[str, str]]:
    for name, value in model_to_dict(thing, fields=fields).items():
        yield name, repr(sorted(map(str, value)) if isinstance(value, list) else value)
