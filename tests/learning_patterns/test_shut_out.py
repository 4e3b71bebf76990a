"""Who is shut out of everything writes no patterns and says nothing about any, member or not."""

import pytest

from learning_patterns import actions
from members.models import User
from members.rules import Refused
from tests import factories
from tests.learning_patterns.making import draft, edited, fresh, member

pytestmark = pytest.mark.django_db


_WORDS = {"text": "Words that would reach somebody's mailbox."}


@pytest.mark.parametrize(("act", "more"), [
    (actions.send_back, _WORDS), (actions.remark, _WORDS), (actions.publish, {"number": 1}),
    (actions.archive, {}),
])  # fmt: skip
def test_a_member_who_is_shut_out_does_nothing(act: object, more: dict, chidi: User) -> None:
    shut_out = member(email="mallory@example.org")
    exclusion = factories.exclude("mallory@example.org")
    pattern = actions.ask_review(pattern=draft(chidi), by=chidi, now=factories.now())
    with pytest.raises(Refused) as caught:
        act(pattern=pattern, by=shut_out, now=factories.now(), **more)  # type: ignore[operator]
    assert caught.value.refusal.code == "excluded"
    assert fresh(pattern).status == "in_review" and not pattern.remarks.exists()
    with pytest.raises(Refused):
        draft(shut_out)
    with pytest.raises(Refused):
        edited(pattern, shut_out, examples="Theirs.")
    exclusion.delete()
    act(pattern=pattern, by=shut_out, now=factories.now(), **more)  # type: ignore[operator]
