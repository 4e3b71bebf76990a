"""What a facilitator is shown of a sign-up page before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Registration, Session
from meetings.wikitext import Entry, SessionList, Skipped
from meetings.wikitext.preview import without_addresses
from members.models import Affiliate, User
from members.rules import Refusal
from vsn.mediawiki.client import Account

NEW, NOWHERE = "new", ""  # what can become of a list, besides the number of a session


class Standing(TextChoices):
    """What somebody on the page is to the list here."""

    NEW = "new", _("new on this list")
    HERE = "here", _("on the list already")
    CANCELLED = "cancelled", _("cancelled here")
    REMOVED = "removed", _("removed here")
    TWICE = "twice", _("twice on the page")
    NAMESAKE = "namesake", _("somebody of that name is on the list")
    UNKNOWN = "unknown", _("no such account")
    NAMELESS = "nameless", _("neither account nor address")
    UNNAMED = "unnamed", _("does not want to be named")


MAY_COME = {Standing.NEW, Standing.CANCELLED, Standing.REMOVED, Standing.NAMESAKE}
WAYS_OUT: dict[str, str | Promise] = {
    Standing.UNKNOWN: _(
        "The wiki knows no account of that name. They can sign up themselves, or you ask them for "
        "the right name or an e-mail address."
    ),
    Standing.NAMELESS: _(
        "With a name alone nobody can be found or written to. They can sign up themselves, or you "
        "ask them for their user name or an e-mail address."
    ),
    Standing.CANCELLED: _("They gave their place back. Bring them in only if they ask for it."),
    Standing.REMOVED: _("They were taken off the list here."),
    Standing.NAMESAKE: _("Probably the same person, who signed up here by another way."),
}


@dataclass(slots=True)
class Line:
    """One entry of the page. `number` counts through the page and names its fields in the form."""

    number: int
    entry: Entry
    name: str
    account: Account | None
    email: str  # stands on the page; shown to nobody
    affiliates: list[Affiliate]
    standing: Standing = Standing.NEW
    person: User | None = None
    silent: str | Promise = ""  # why no message can reach them
    ticked: bool = False
    affiliate: Affiliate | None = None
    # May not come. Never shown line by line, or a page of guesses would tell who is excluded.
    kept_out: bool = False

    @property
    def may_come(self) -> bool:
        return self.standing in MAY_COME

    @property
    def advice(self) -> str | Promise:
        return WAYS_OUT.get(self.standing, "")

    @property
    def who(self) -> str:
        """The same for the same person, as far as the page tells; "" if it does not."""
        if self.account:
            return f"{self.account.central_id or ''}|{self.account.name}"
        return self.email


@dataclass(slots=True)
class ListHere:
    """One list of the page, and the session here that it is for."""

    number: int
    page: SessionList
    choice: str
    session: Session | None
    refusal: Refusal | None
    lines: list[Line] = field(default_factory=list)

    @property
    def heading(self) -> str:
        return without_addresses(self.page.heading)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the facilitator chose; without them the proposals stand. `shown`: the lines that had
    a tick to set or take away."""

    lists: dict[int, str] = field(default_factory=dict)
    shown: frozenset[int] = frozenset()
    ticked: frozenset[int] = frozenset()
    affiliates: dict[int, str] = field(default_factory=dict)
    leaving: frozenset[int] = frozenset()


PROPOSALS = Choices()


@dataclass(slots=True)
class Preview:
    """Everything that is shown before anything is stored."""

    lists: list[ListHere]
    skipped: Sequence[Skipped]
    sessions: list[Session]
    left: list[Registration]  # came from a page, and no longer stand on it
    leaving: frozenset[int]  # of these, whom to take off
    connected: bool  # the wiki was asked

    @property
    def found(self) -> int:
        return sum(len(one.lines) for one in self.lists)

    @property
    def tickable(self) -> list[Line]:
        open_ = (one for one in self.lists if one.session and not one.refusal)
        return [line for one in open_ for line in one.lines if line.may_come]

    @property
    def coming(self) -> int:
        return sum(line.ticked for line in self.tickable)

    @property
    def fingerprint(self) -> str:
        """Different as soon as anything shown here would be different, but for the ticks."""
        lists = [
            (one.choice, one.refusal and one.refusal.code, one.page.heading, one.page.starts_at)
            for one in self.lists
        ]
        lines = [
            (x.entry, x.name, x.account, x.standing, bool(x.silent), [a.pk for a in x.affiliates])
            for one in self.lists
            for x in one.lines
        ]
        shown = (lists, lines, [one.pk for one in self.left], self.connected)
        return salted_hmac("meetings.importer", repr(shown)).hexdigest()
