import pytest
from tests import factories as f
def test_a(ada, ben, chidi, dana, eve, meeting, session):
    f.give_link(session)
    f.sign_up(dana, session)
    f.tick()
    print([ (m.to, m.subject) for m in f.mails()])
    s = f.session(meeting, starts_in=f.HOUR*2, link=f.LINK)
    f.sign_up(dana, s)
    f.tick()
    print([ (m.to, m.subject) for m in f.mails()])
@pytest.mark.django_db(transaction=True)
def test_b(dana, session):
    f.sign_up(dana, session)
    f.tick()
    f.sign_up_by_email("X@example.org", session)
    f.tick()
    print([ (m.to, m.subject) for m in f.mails()])
@pytest.mark.django_db(transaction=True)
def test_c(dana, session):
    f.sign_up(dana, session)
