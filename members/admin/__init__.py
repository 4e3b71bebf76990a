"""People and affiliates in Django's admin. The policy and the exclusion list have pages of their
own among those for moderation.

What other packages would show here about people (addresses, keys of second factors, the sessions
of browsers) is taken out: it could be changed past our actions.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from members.admin.people import AffiliateAdmin, UserAdmin

__all__ = ["AffiliateAdmin", "UserAdmin"]

_OTHERS = (
    EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group,
)  # fmt: skip
for _model in _OTHERS:
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
