"""`manage.py load_demo`: the demonstration, where the portal is still empty."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from vsn.demo.load import load
from vsn.demo.people import ADA, BEN, CHIDI, DANA

ROLES = {
    ADA: "admin",
    BEN: "facilitates the peer-to-peer meeting",
    CHIDI: "member of the network",
    DANA: "signed up without an account",
}


class Command(BaseCommand):
    help = "Loads the demonstration if there is no meeting yet, and says how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        if load(timezone.now()):
            self.stdout.write("Loaded the demonstration; its first link goes out in two minutes.")
        self.stdout.write(how_to_sign_in())


def how_to_sign_in() -> str:
    """The addresses of the cast, and where the codes are."""
    site = settings.SITE_URL
    people = "\n".join(f"  {email:<20} {role}" for email, role in ROLES.items())
    return (
        f"\nThe portal:  {site}/\n\n"
        f"To sign in, ask for a code at {site}{reverse('account_login')}\n"
        f"and read it in the mailbox at {site}{reverse('demo:mailbox')}\n\n"
        f"{people}\n"
    )
