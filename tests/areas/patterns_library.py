"""The rows of finding patterns."""

from tests.browser.rows import Row as Page
from tests.browser.rows import page
from tests.form import Form
from tests.permitting import Row

PERMISSIONS: dict[str, Row] = {}
PAGES: list[Page] = [
    page("patterns:patterns", state="narrowed",
         query="?affiliate=wikimedia-here&evidence=worked&evidence=endorsed&q=newcomers"),
    page("patterns:patterns", state="nothing left", who="chidi",
         query="?affiliate=wikimedia-here&status=draft"),
    page("patterns:pattern", state="published", slug="two-at-the-door"),
    page("patterns:revision", state="to remark on", who="chidi", slug="two-at-the-door", number=3),
    page("patterns:pattern", state="about a field", who="chidi", slug="two-at-the-door",
         query="?about=problem"),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = set()
FORMS: dict[str, Form] = {}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
