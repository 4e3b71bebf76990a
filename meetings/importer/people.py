"""Who the people on a sign-up page are: the wiki is asked, and those known here are found."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.importer.preview import Line
from meetings.models import Meeting
from meetings.wikitext import Entry, SignUpPage
from members import wikimedia
from members.models import Exclusion, User
from members.rules import Refusal, Refused, account_number, identities, identity
from vsn.mediawiki.client import Account
from vsn.mediawiki.names import is_possible, normalise

MOST, MOST_LISTS = 400, 60  # on one page
Accounts = dict[str, Account | None]


def ask_wiki(page: SignUpPage) -> Accounts | None:
    """Every user name of the page with its account, asked in one go; None if there is no wiki to
    ask. Never call it inside a transaction.

    Raises:
        Refused: `many` (more names or lists than one page may have) or `wiki_down`.
    """
    entries = [entry for one in page.sessions for entry in one.entries]
    if len(entries) > MOST or len(page.sessions) > MOST_LISTS:
        sentence = _(
            "There are more than %(names)s names or %(lists)s lists on this page. Please bring it "
            "in parts."
        )
        known = {"names": MOST, "lists": MOST_LISTS}
        raise Refused(Refusal("many", sentence % known))
    if not wikimedia.enabled():
        return None
    try:
        names = {entry.user_name for entry in entries if entry.user_name}
        return wikimedia.look_up_many(names) if names else {}
    except Refused as error:
        sentence = _(
            "The wiki does not answer at the moment, so we cannot look up the accounts. Nothing "
            "was stored. Please try again in a few minutes."
        )
        raise Refused(Refusal(error.refusal.code, sentence)) from error


def account_of(entry: Entry, accounts: Accounts | None) -> Account | None:
    """As the wiki says; as written where there is none to ask."""
    if not entry.user_name:
        return None
    if accounts is not None:
        return accounts.get(entry.user_name)
    name = normalise(entry.user_name)
    return Account(name, None, emailable=False, blocked=False) if is_possible(name) else None


def address_of(entry: Entry) -> str:
    """The address that stands on the page, as it is kept; "" where no message could go to it."""
    address = (entry.email or "").lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address if len(address) <= 254 and address.isprintable() else ""


class People:
    """Those on the page who are known here, found in one query, and who of them may not come."""

    def __init__(self, lines: Iterable[Line], meeting: Meeting, now: dt.datetime) -> None:
        accounts = [line.account for line in lines if line.account]
        emails = {line.email for line in lines if line.email}
        known = User.objects.filter(
            Q(wikimedia_id__in={a.central_id for a in accounts if a.central_id is not None})
            | Q(wikimedia_name__in={normalise(a.name) for a in accounts})
            | Q(email__in=emails)
            | Q(emailaddress__email__in=emails, emailaddress__verified=True)
        )
        self._by: dict[object, User] = {}
        for person in known.distinct().prefetch_related("emailaddress_set").order_by("pk"):
            self._by.setdefault(person.wikimedia_id, person)
            self._by.setdefault(person.wikimedia_name, person)
            self._by.setdefault(person.email, person)
            verified = (a.email for a in person.emailaddress_set.all() if a.verified)
            self._by.update(dict.fromkeys(verified, person))  # whose it is beyond doubt
        self._excluded = {
            exclusion.identity
            for exclusion in Exclusion.objects.in_force(now)
            if exclusion.touches(
                meeting_uid=meeting.uid, affiliate_id=meeting.platform_affiliate_id
            )
        }

    def find(self, line: Line) -> User | None:
        """By the same rules by which the actions will find them."""
        if line.account is None:
            return self._by.get(line.email) if line.email else None
        if (number := line.account.central_id) is not None and number in self._by:
            return self._by[number]
        person = self._by.get(normalise(line.account.name))
        other = person and number is not None and person.wikimedia_id is not None
        return None if other else person

    def shut_out(self, line: Line) -> bool:
        """By account, name or address on the page, or by whatever is known of the person."""
        account = line.account
        number = account and account_number(User(wikimedia_id=account.central_id))
        texts = {line.entry.user_name, account and account.name, number, line.email}
        written = {identity(t, key) for t in texts if t for key in settings.IDENTITY_KEYS}
        if line.person:
            written |= set(identities(line.person))
        return bool(written & self._excluded) or bool(line.person and not line.person.is_active)
