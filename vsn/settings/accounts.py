"""Who people are, and how they sign in."""

from vsn.settings.environment import DEMO, HTTPS, SITE_NAME, env
from vsn.settings.services import WIKIMEDIA_OAUTH_ID, WIKIMEDIA_OAUTH_SECRET, WIKIMEDIA_SIGN_IN

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["vsn.backends.Backend"]
ADMIN_MFA_REQUIRED: bool = env.bool("ADMIN_MFA_REQUIRED", default=not DEMO)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meetings:mine"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "vsn.adapters.AccountAdapter"
ACCOUNT_FORMS = {"confirm_email_verification_code": "members.forms.ConfirmAddressForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# So often in an hour, for one address, may a stranger have a code sent to it.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,6/h/key"}

SOCIALACCOUNT_ADAPTER = "vsn.adapters.SocialAccountAdapter"
# An account on the wiki may have no address, or one that was never confirmed.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {"mediawiki": {"APP": {"client_id": WIKIMEDIA_OAUTH_ID, "secret": WIKIMEDIA_OAUTH_SECRET}}}
    if WIKIMEDIA_SIGN_IN
    else {}
)

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A phone whose clock is half a minute off is let in.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
