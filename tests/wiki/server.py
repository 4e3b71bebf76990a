"""A real MediaWiki with an outgoing mail server, for as long as the tests run."""

import email
import email.policy
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests import services
from tests.faults.servers import Program, free_port, until
from tests.faults.sink import Sink

_HERE = Path(__file__).parent
BOT, APP, PASSWORD = "Portal bot", "portal", "p" * 32
# Compiled scripts are kept between requests, which makes them some ten times as fast.
_PHP = ["php", "-d", "opcache.enable_cli=1", "-d", "display_errors=stderr"]


@dataclass(frozen=True, slots=True)
class Mail:
    """What the wiki handed to its mail server."""

    to: str
    subject: str
    text: str
    content_type: str


class MediaWiki:
    """Installed when made, in `folder`; `start` lets it answer. Its accounts: the one that the
    portal sends with (`Portal bot`, with a bot password), and those a test makes."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.folder, self.sink, self.port = folder, sink, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.api_url, self.rest_url = f"{self.url}/api.php", f"{self.url}/rest.php"
        self.program: Program | None = None
        self._installed = services.mediawiki()
        self._environment = {
            "PATH": os.environ["PATH"],
            "MW_INSTALL_PATH": str(self._installed),
            "MW_CONFIG_FILE": str(_HERE / "LocalSettings.php"),
            "WIKI_FOLDER": str(folder),
            "WIKI_SERVER": self.url,
            "WIKI_SMTP_PORT": str(sink.port),
            # So many requests are answered side by side.
            "PHP_CLI_SERVER_WORKERS": "4",
        }
        self._install()

    def _install(self) -> None:
        (self.folder / "cache").mkdir()
        self.settings()
        installer = self._installed / "maintenance" / "install.php"
        without = {k: v for k, v in self._environment.items() if k != "MW_CONFIG_FILE"}
        self._php(
            str(installer), "--dbtype=sqlite", f"--dbpath={self.folder / 'data'}", "--dbname=wiki",
            f"--confpath={self.folder}", f"--server={self.url}", "--scriptpath=",
            f"--pass={PASSWORD}", "Wiki for tests", "Keeper", environment=without,
        )  # fmt: skip
        self.make_account(BOT, "bot@portal.example.org")
        self.make_bot_password(BOT)
        shutil.copytree(self.folder / "data", self.folder / "as installed")

    # --- The server ------------------------------------------------------------------------------

    def start(self) -> None:
        if self.program and self.program.runs:
            return
        command = [*_PHP, "-S", f"127.0.0.1:{self.port}", "-t", str(self._installed)]
        log = self.folder / "server.log"
        self.program = Program(command, log=log, environment=self._environment)
        until(self._answers, f"the wiki answers\n{log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Nobody answers at its address any more."""
        if self.program:
            self.program.kill()

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.api_url}?action=query&format=json", timeout=10) as answer:
                return answer.status == 200
        except (URLError, OSError):
            return False

    def begin_anew(self) -> None:
        """As it was installed: no accounts but the bot's, no mail, nothing switched, running."""
        self.settings()
        for file in (self.folder / "as installed").glob("*.sqlite"):
            # Not by copying: the wiki may not have done with its last request.
            with _database(file) as then, _database(self.folder / "data" / file.name) as now:
                then.backup(now)
        self.sink.begin_anew()
        self.start()

    # --- Its people ------------------------------------------------------------------------------

    def make_account(
        self,
        name: str,
        email: str | None = None,
        *,
        confirmed: bool = True,
        allows_mail: bool = True,
    ) -> int:
        """Returns the account's id, which here is its central id as well. Without `email` it has
        no address."""
        values = {"name": name, "email": email or "", "confirmed": confirmed and bool(email)}
        return self._tend(("account", values | {"allows_mail": allows_mail}))[0]

    def make_accounts(self, addresses: Mapping[str, str]) -> list[int]:
        """Name → address, all of which take mail; quicker than one by one."""
        mailable = {"confirmed": True, "allows_mail": True}
        return self._tend(
            *(("account", {"name": n, "email": a} | mailable) for n, a in addresses.items())
        )

    def make_bot_password(self, name: str) -> str:
        """The account may mail others with PASSWORD from now on. Returns what it signs in as."""
        login = {"name": name, "app": APP, "password": PASSWORD}
        assert self._tend(("botPassword", login)) == [True]
        return f"{name}@{APP}"

    def rename(self, old: str, new: str) -> None:
        assert self._tend(("rename", {"old": old, "new": new})) == [True]

    def block(self, name: str) -> None:
        """For ever, from mailing others as well."""
        assert self._tend(("block", {"name": name})) == [True]

    def forget_sessions(self) -> None:
        """Everybody is signed out."""
        with _database(self.folder / "data" / "wikicache.sqlite") as cache:
            cache.execute("DELETE FROM objectcache WHERE keyname LIKE '%MWSession%'")

    # --- Its settings ----------------------------------------------------------------------------

    def settings(self, **switches: Any) -> None:
        """From the next request on: `settings(EnableUserEmail=False)` is `$wgEnableUserEmail`;
        those not named are as installed."""
        path = self.folder / "switches.json"
        path.with_suffix(".new").write_text(json.dumps(switches))
        path.with_suffix(".new").replace(path)

    def read_only(self, closed: bool = True) -> None:
        self.settings(ReadOnly="closed for a test" if closed else None)

    def throttle(self, times: int, seconds: int = 60) -> None:
        """Each account may mail others so often in that time."""
        self.settings(RateLimits={"emailuser": {"user": [times, seconds]}})

    # --- Its mail --------------------------------------------------------------------------------

    @property
    def inbox(self) -> list[Mail]:
        """All mail it has sent, in order."""
        return [_mail(accepted.message.as_bytes()) for accepted in self.sink.accepted]

    # --- Behind its back -------------------------------------------------------------------------

    def _tend(self, *steps: tuple[str, dict[str, Any]]) -> list[Any]:
        """Steps of tend.php; their results."""
        return json.loads(self._php(str(_HERE / "tend.php"), json.dumps(steps)))

    def _php(self, *command: str, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [*_PHP, *command],
            env=environment or self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def running(folder: Path) -> Iterator[MediaWiki]:
    with Sink() as sink:
        wiki = MediaWiki(folder, sink)
        try:
            wiki.start()
            yield wiki
        finally:
            wiki.stop()


def _database(file: Path) -> AbstractContextManager[sqlite3.Connection]:
    return closing(sqlite3.connect(file, timeout=20, isolation_level=None))


def _mail(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return Mail(
        to=message["To"].addresses[0].addr_spec,
        subject=message["Subject"].strip(),  # the wiki folds long ones
        text=message.get_content(),
        content_type=message.get_content_type(),
    )
