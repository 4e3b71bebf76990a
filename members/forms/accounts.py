"""Addresses of one's own."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm, ConfirmEmailVerificationCodeForm

from members.actions import owner_of
from members.models import User


class ConfirmAddressForm(ConfirmEmailVerificationCodeForm):
    """The code that proves another address of one's own.

    allauth refuses an address that anyone has. Here somebody may be waiting under it who never
    proved it, perhaps a stranger's doing: they stand in nobody's way, and become the person who
    has the code as soon as it is taken (`vsn.adapters`).
    """

    def clean_code(self) -> str:
        code = BaseConfirmCodeForm.clean_code(self)
        others = User.objects.filter(email=self.email, confirmed_at__isnull=False)
        taken = {*others, owner_of(self.email)} - {None, self.user}
        if code and taken:
            raise get_adapter().validation_error("email_taken")
        return code
