"""The demonstration's mailbox page. Whoever reaches it reads all mail: never put it elsewhere."""

from collections.abc import Callable
from functools import wraps
from itertools import islice
from typing import Concatenate, ParamSpec

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vsn.demo import mailbox as box

P = ParamSpec("P")
SHOWN = 100
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def demonstration_only(view: View[P]) -> View[P]:
    """Answers 404 wherever this is not the demonstration, and is never kept in a cache."""

    @wraps(view)
    @require_safe
    @never_cache
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demonstration_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """The latest messages that the portal has sent, newest first; `?to=` shows one person's."""
    to = request.GET.get("to", "")
    received = list(islice(box.newest(to), SHOWN))
    return render(request, "demo/mailbox.html", {"received": received, "to": to})


@demonstration_only
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its headers, its text with links to follow, its attachments."""
    return render(request, "demo/message.html", {"message": _load(name)})


@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "sandbox": True})
@demonstration_only
def message_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program shows it: in a sandbox, with no scripts and no requests."""
    if not (html := _load(name).html):
        raise Http404
    return HttpResponse(html)


@demonstration_only
def attachment(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """One attached file, to be saved rather than opened."""
    files = _load(name).attachments
    if index >= len(files):
        raise Http404
    response = HttpResponse(files[index].content, content_type=files[index].content_type)
    disposition = content_disposition_header(True, files[index].filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _load(name: str) -> box.Received:
    if not (found := box.read(name)):
        raise Http404
    return found
