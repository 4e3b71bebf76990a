"""A picture on Wikimedia Commons: a link, and shown only where the portal is told to."""

from typing import Any

import pytest
from django.urls import reverse

from learning_patterns.views.pictures import picture_of
from tests.learning_patterns.making import published
from tests.visitors import text, visitor

IMAGE = "https://commons.wikimedia.org/wiki/File:Tea_%26_cake.jpg"


def policy(answer: Any) -> str:
    found: str = answer.headers["Content-Security-Policy"]
    return next(part for part in found.split("; ") if part.startswith("img-src"))


def test_without_being_told_nobody_else_is_asked(db: None) -> None:
    answer = visitor().get(published(image=IMAGE).get_absolute_url())
    page = text(answer)
    assert f'href="{IMAGE}"' in page and "<img" not in page
    assert "wikimedia" not in policy(answer)


def test_shown_from_commons_and_allowed_for_this_page_alone(db: None, settings: Any) -> None:
    settings.COMMONS_IMAGES = True
    with_one, without = published(image=IMAGE), published(title="Plain")
    answer = visitor().get(with_one.get_absolute_url())
    page = text(answer)
    source = "https://commons.wikimedia.org/wiki/Special:FilePath/Tea%20%26%20cake.jpg?width=640"
    assert f'<img src="{source}" alt="Picture: Tea &amp; cake"' in page
    assert 'loading="lazy" referrerpolicy="no-referrer"' in page and f'href="{IMAGE}"' in page
    assert policy(answer).split()[1:] == [
        "'self'", "data:", "https://commons.wikimedia.org", "https://upload.wikimedia.org",
    ]  # fmt: skip
    for address in (without.get_absolute_url(), reverse("patterns:patterns")):
        assert "wikimedia" not in policy(visitor().get(address))


def test_the_page_about_privacy_says_which_it_is(db: None, settings: Any) -> None:
    never, but_for = "No page loads anything from another site.", "asks Wikimedia Commons for it"
    page = text(visitor().get("/privacy/"))
    assert never in page and but_for not in page
    settings.COMMONS_IMAGES = True
    page = text(visitor().get("/privacy/"))
    assert never not in page and but_for in page


@pytest.mark.parametrize(
    "image",
    [
        "https://commons.wikimedia.org/wiki/Tea",
        "https://commons.wikimedia.org/wiki/Category:Tea",
        "https://commons.wikimedia.org/",
        "https://commons.wikimedia.org.evil.example/wiki/File:Tea.jpg",
        "https://evil.example/wiki/File:Tea.jpg",
    ],
)
def test_what_is_no_file_there_stays_a_link(image: str, db: None, settings: Any) -> None:
    settings.COMMONS_IMAGES = True
    picture = picture_of(published(image=image))
    assert picture is not None and (picture.address, picture.source) == (image, "")
