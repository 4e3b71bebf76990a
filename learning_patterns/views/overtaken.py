"""Two people changed the same field: both versions, and what was chosen."""

from django.forms import BoundField
from django.http import QueryDict

from learning_patterns import content as contents
from learning_patterns.actions import Conflict
from learning_patterns.content import FIELDS
from learning_patterns.differences import difference
from learning_patterns.forms import PatternForm, initial
from learning_patterns.models import Pattern


def choices(form: PatternForm, conflict: Conflict) -> list[BoundField]:
    """The fields that both changed. Each gets a `choice`: what they wrote, and how the writer's
    own differs."""
    theirs, mine = contents.named(contents.present(conflict.theirs.content), conflict.merge.content)
    found = [form[name] for name in conflict.merge.conflicts]
    for field in found:
        told = {"theirs": theirs[field.name]}
        told["difference"] = difference(theirs[field.name], mine[field.name])
        field.choice = told
    return found


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
