"""The rows of desk meetings: who may, what it looks like, and its forms."""

from tests.browser.rows import Row as Page
from tests.form import Form
from tests.permitting import Row

PERMISSIONS: dict[str, Row] = {}
PAGES: list[Page] = []
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = set()
FORMS: dict[str, Form] = {}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
