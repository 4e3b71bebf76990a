"""Two people changed the same field: both versions, and what was chosen."""

from collections.abc import Iterable

from django.forms import BoundField
from django.http import QueryDict

from learning_patterns import content as contents
from learning_patterns.actions import Conflict
from learning_patterns.content import FIELDS, Content
from learning_patterns.differences import difference
from learning_patterns.forms import PatternForm, initial
from learning_patterns.models import Pattern, Revision


def choices(
    form: PatternForm, names: Iterable[str], revision: Revision, mine: Content, sent: QueryDict
) -> list[BoundField]:
    """The fields that both changed. Each gets a `choice`: what they wrote, how the writer's own
    differs, and whether the writer has chosen theirs."""
    theirs, mine = contents.named(contents.present(revision.content), mine)
    found = [form[name] for name in names]
    for field in found:
        field.choice = {
            "theirs": theirs[field.name],
            "difference": difference(theirs[field.name], mine[field.name]),
            "taken": sent.get(f"choice_{field.name}") == "theirs",
        }
    return found


def had(sent: QueryDict) -> list[str]:
    """The fields that the writer had to choose in."""
    return [name for name in FIELDS if f"choice_{name}" in sent]


def as_typed(sent: QueryDict, settled: PatternForm) -> PatternForm:
    """The form with the writer's own words, also where they chose the other's; what was wrong with
    their own does not count there."""
    form = PatternForm(sent, original=settled.original)
    for name in form.errors.keys() - settled.errors.keys():
        del form.errors[name]
    return form


def again(form: PatternForm, conflict: Conflict) -> PatternForm:
    """The form with what both sides changed; where they differ, with what its writer wrote."""
    known = initial(conflict.merge.content)
    known |= {"comment": form.cleaned_data["comment"]}
    known |= {"more_categories": form.data.get("more_categories", "")}
    fresh = PatternForm(initial=known, original=form.original)
    fresh.asked = form.asked
    return fresh


def settled(data: QueryDict, pattern: Pattern, base: int) -> QueryDict:
    """What was sent, with the other's version where the writer chose that one."""
    taken = [name for name in FIELDS if data.get(f"choice_{name}") == "theirs"]
    if not taken:
        return data
    theirs, data = initial(contents.at(pattern, base)), data.copy()
    for name in taken:
        value = theirs[name]
        data.setlist(name, value if isinstance(value, list) else [value])
        if name == "categories":
            data["more_categories"] = ""
    return data
