"""Long forms in parts: what everyone fills in, and what few need."""

from typing import Any

from django import forms
from django.forms import BoundField


class GroupedForm(forms.Form):
    """Its fields come in groups; what few need is folded away until it is used."""

    groups_of: tuple[tuple[str, object, tuple[str, ...]], ...] = ()
    folded: tuple[tuple[str, object, tuple[str, ...]], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = (names for _key, _title, names in (*self.groups_of, *self.folded))
        self.order_fields([name for names in named for name in names])

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [self._group(*one) for one in self.groups_of]

    @property
    def more(self) -> list[dict[str, Any]]:
        return [
            {**group, "open": any(map(self._tells, group["fields"]))}
            for group in (self._group(*one) for one in self.folded)
            if group["fields"]
        ]

    def _group(self, key: str, title: object, names: tuple[str, ...]) -> dict[str, Any]:
        fields = [self[name] for name in names if name in self.fields]
        return {"key": key, "title": title, "fields": fields}

    def _tells(self, field: BoundField) -> bool:
        """Somebody has to see it, since it holds an error or what was typed."""
        return bool(field.errors) or (self.is_bound and field.name in self.changed_data)
