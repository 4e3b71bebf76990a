import threading
import pytest
from django.db import connection, transaction
from functools import partial
from meetings import actions
from meetings.actions import Proof
from meetings.models import Registration
from members.actions import find_or_make_by_account, find_or_make_person
from members.models import User
from tests import factories as make
from tests.meetings.actions.side_by_side import Thread
from vsn.mediawiki.client import Account

pytestmark = [pytest.mark.django_db(transaction=True)]

def account(name="Dana", number=1):
    return Account(name, number, emailable=True, blocked=False)

def beside(first, *others):
    with transaction.atomic():
        first()
        ts = [Thread(o) for o in others]
    for t in ts:
        t.ended()

def test_connect_while_arrive():
    make.policy()
    chidi = make.person("chidi@example.org")
    beside(partial(actions.arrive, Proof("Dana", 1), make.now()),
           partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()))
    assert User.objects.filter(wikimedia_id=1).count() == 1

def test_arrive_while_connect():
    make.policy()
    chidi = make.person("chidi@example.org")
    beside(partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()),
           partial(actions.arrive, Proof("Dana", 1), make.now()))
    assert User.objects.filter(wikimedia_id=1).get() == chidi
    assert User.objects.count() == 1

def test_two_connects():
    make.policy()
    chidi = make.person("chidi@example.org")
    stale = User.objects.get(pk=chidi.pk)
    beside(partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()),
           partial(actions.connect, person=stale, proof=Proof("Eve", 2), now=make.now()))
    chidi.refresh_from_db()
    assert chidi.wikimedia_id == 1

def test_sign_up_while_merge():
    make.policy()
    meeting = make.meeting()
    s = make.session(meeting)
    light = find_or_make_by_account(account())
    chidi = make.person("chidi@example.org")
    beside(partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()),
           partial(actions.sign_up_stranger, session=s, reach=account(), details=make.details(), now=make.now()))
    assert not User.objects.filter(pk=light.pk).exists()
    assert Registration.objects.get().person == chidi

def test_merge_while_sign_up():
    make.policy()
    meeting = make.meeting()
    s = make.session(meeting)
    light = find_or_make_by_account(account())
    chidi = make.person("chidi@example.org")
    beside(partial(actions.sign_up_stranger, session=s, reach=account(), details=make.details(), now=make.now()),
           partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()))
    assert not User.objects.filter(pk=light.pk).exists()
    assert Registration.objects.get().person == chidi

def test_merge_while_added_by_hand_and_owner_unconfirmed():
    make.policy()
    meeting = make.meeting()
    s = make.session(meeting)
    light = find_or_make_by_account(account())
    chidi = make.person("chidi@example.org")
    make.sign_up_stranger("chidi@example.org", s)
    ben = make.person("ben@example.org")
    beside(partial(actions.add_by_hand, session=s, reach=account(), name="D", by=ben, now=make.now()),
           partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()))
    [place] = Registration.objects.active()
    assert place.person == chidi and place.status == "registered"

def test_sign_up_by_mail_while_merge():
    """the e-mail way"""
    make.policy()
    meeting = make.meeting()
    s = make.session(meeting)
    light = find_or_make_person(email="dana@example.org")
    beside(partial(actions.arrive, Proof("Dana", 1, "dana@example.org"), make.now()),
           partial(actions.sign_up_stranger, session=s, reach="dana@example.org", details=make.details(), now=make.now()))
    assert Registration.objects.get().person.wikimedia_id == 1

def test_refresh_while_merge(monkeypatch):
    make.policy()
    from members.actions import refresh_account
    light = actions.arrive(Proof("Dana", 1), make.now())
    monkeypatch.setattr("members.wikimedia.account_of", lambda p: account())
    chidi = make.person("chidi@example.org")
    stale = User.objects.get(pk=light.pk)
    beside(partial(actions.connect, person=chidi, proof=Proof("Dana", 1), now=make.now()),
           partial(refresh_account, stale))
