import cProfile, pstats, time, collections, re
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from meetings import importer
from tests import factories as make
from tests.meetings.importer.bringing import accounts, look, of
from tests.meetings.pages import entry
pytestmark = pytest.mark.django_db
def test_prof(session):
    names=[f"Person {i}" for i in range(100)]
    sheet = of(session, *(entry(n) for n in names))
    found = accounts(*names)
    p = look(sheet, session.meeting, found)
    with CaptureQueriesContext(connection) as q:
        t=time.time(); pr=cProfile.Profile(); pr.enable()
        importer.carry_out(p, meeting=session.meeting, by=make.anyone(), now=timezone.now())
        pr.disable(); print('TIME',time.time()-t, len(q))
    c=collections.Counter(re.sub(r"'[^']*'|\d+|\"s\d+_x\d+\"",'?',x['sql'])[:170] for x in q.captured_queries)
    for k,v in c.most_common(28): print(v,k)
    pstats.Stats(pr).sort_stats('cumulative').print_stats(28)
