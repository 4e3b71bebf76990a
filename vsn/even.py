"""Answers that must not tell by the time they take what was found."""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse


def wait_out(began: float) -> None:
    """Waits until a whole number of steps (EVEN_STEP_SECONDS) has passed since `began`
    (`time.monotonic()`), so that what took a little longer answers at the same time."""
    time.sleep(-(time.monotonic() - began) % settings.EVEN_STEP_SECONDS)


def evenly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page to which somebody sends an address or a user name: every answer to it waits for the
    next step, whatever was found."""

    @wraps(view)
    def waits(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        began = time.monotonic()
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            _finish(answer, began)
        return answer

    return waits


def _finish(answer: HttpResponse, began: float) -> None:
    """A page that is drawn later is waited out when it is."""
    if isinstance(answer, SimpleTemplateResponse) and not answer.is_rendered:
        answer.add_post_render_callback(lambda _: wait_out(began))
    else:
        wait_out(began)
