"""A wiki that knows a few accounts, put in the place of the real one's answers: for what the portal
makes of them. What a real MediaWiki answers is in tests/wiki."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from vsn.mediawiki.client import Account, WikiUnavailable
from vsn.mediawiki.names import normalise


@dataclass
class Accounts:
    """`accounts.add("Dana")`; `accounts.down = True` and nobody answers."""

    known: dict[str, Account] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    down: bool = False

    def add(self, name: str, *, emailable: bool = True, blocked: bool = False) -> Account:
        """A new account, or the same one with another answer."""
        before = self.known.get(name)
        number = before.central_id if before else 100 + len(self.known)
        self.known[name] = Account(name, number, emailable, blocked)
        return self.known[name]

    def rename(self, old: str, new: str) -> Account:
        was = self.known.pop(old)
        self.known[new] = Account(new, was.central_id, was.emailable, was.blocked)
        return self.known[new]

    def accounts(self, names: Iterable[str]) -> dict[str, Account | None]:
        names = list(names)
        self._answer(*names)
        return {name: self.known.get(normalise(name)) for name in names}

    def account_of(self, central_id: int) -> Account | None:
        self._answer(f"#{central_id}")
        return next((a for a in self.known.values() if a.central_id == central_id), None)

    def _answer(self, *names: str) -> None:
        # Whoever holds a lock while the wiki takes its time keeps everyone waiting.
        assert len(transaction.get_connection().savepoint_ids) == 0, "asked inside a transaction"
        self.asked += names
        if self.down:
            raise WikiUnavailable("the wiki does not answer")
