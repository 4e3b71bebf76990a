"""The rows of patterns that come from a wiki and go there."""

from django.urls import reverse
from playwright.sync_api import Page as Window

from learning_patterns import actions, wikitext
from learning_patterns.models import Pattern
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.factories import now
from tests.form import Form
from tests.learning_patterns.making import edited
from tests.permitting import ALL, NOT_ALLOWED, WRITERS, Row, pattern, rough

SOURCE = "== Problem ==\nNobody greets.\n== Solution ==\n* Name one.\n{{Endorse}}"


def was_changed_here(window: Window, scene: Scene) -> None:
    """Brings in a page, changes it here, and brings in what was changed there."""
    name = "Learning patterns/Changed twice"
    if not Pattern.objects.filter(wiki_page=name).exists():
        brought = {"page": name, "by": scene.chidi, "now": now()}
        actions.import_pattern(found=wikitext.read(SOURCE, page=name), **brought)
        made = Pattern.objects.get(wiki_page=name)
        edited(made, scene.chidi, problem="Nobody greets, or all at once.")
    newer = SOURCE.replace("Nobody greets.", "Nobody waves.")
    sends("Show what is on it", page=name, text=newer)(window, scene)
    sends("Bring it in")(window, scene)


PERMISSIONS: dict[str, Row] = {
    "patterns:import_page": Row(WRITERS.format("200"), WRITERS.format("422")),
    "patterns:wikitext_page": Row(ALL, NOT_ALLOWED, pattern),
    "patterns:wikitext_page#draft": Row("404 404 200 404 404 200", NOT_ALLOWED, rough),
}
PAGES: list[Page] = [
    page("patterns:import_page", who="chidi"),
    page("patterns:import_page", state="understood", who="chidi",
         then=sends("Show what is on it", page="Learning patterns/X", text=SOURCE)),
    page("patterns:import_page", state="with errors", who="chidi", status=422,
         then=sends("Show what is on it", page="X", text="Nothing of the kind.")),
    page("patterns:import_page", state="changed here and there", who="chidi", status=409,
         then=was_changed_here),
    page("patterns:wikitext_page", slug="two-at-the-door"),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = set()
FORMS: dict[str, Form] = {
    "bring in a pattern": Form(
        lambda w: reverse("patterns:import_page"),
        lambda w: {
            "page": "Learning patterns/X",
            "language": "en",
            "text": SOURCE,
            "confirm": "yes",
        },
        lambda w: w.chidi,
        kept={"page", "text"},
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
