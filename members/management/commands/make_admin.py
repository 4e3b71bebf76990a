"""`manage.py make_admin ADDRESS`: the first admin, and every further one."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from members.actions import make_admin


class Command(BaseCommand):
    help = "Makes the person of an e-mail address an admin, known or not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="where the sign-in codes go")

    def handle(self, *, address: str, **options: object) -> None:
        try:
            validate_email(address.strip())
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        person = make_admin(email=address, now=timezone.now())
        self.stdout.write(f"{person.email} is an admin now.")
        self.stdout.write(f"Sign in with a code by e-mail: {_at('account_request_login_code')}")
        if settings.ADMIN_MFA_REQUIRED:
            self.stdout.write(f"Then set up a second factor: {_at('mfa_index')}")
        self.stdout.write(f"Administration: {_at('admin:index')}")


def _at(name: str) -> str:
    return settings.SITE_URL + reverse(name)
