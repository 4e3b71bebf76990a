"""What every answer of the portal tells browsers, be it a page, an error or a redirect."""

import re

from django.http import HttpResponse

from tests.visitors import text

_RESOURCE = re.compile(
    r"<(?:script|link|img|iframe|source|form|video|object)\b[^>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"\b(?:src|href|action|srcset|data)=[\"']([^\"']*)[\"']", re.IGNORECASE)


def assert_guarded(answer: HttpResponse) -> None:
    """No page loads from another site or sends anything there, and nobody frames it."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    page = text(answer)
    assert " style=" not in page and not re.search(r"\son[a-z]+=[\"']", page)
    for tag in _RESOURCE.findall(page):
        for address in _ADDRESS.findall(tag):
            own = address.startswith("http://testserver/")
            assert own or not re.match(r"([a-z]+:)?//", address), tag
