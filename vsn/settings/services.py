"""What runs elsewhere and the portal speaks to or leads to; each is hidden until it is set."""

from vsn.settings.environment import CONTACT_EMAIL, DEMO, SITE_URL, env

# The wiki: user names, wiki mail, signing in.
WIKI_API_URL: str = env.str("WIKI_API_URL", default="")
WIKI_REST_URL: str = env.str("WIKI_REST_URL", default=WIKI_API_URL.replace("/api.php", "/rest.php"))
# An account that may mail others: a bot password, or an owner-only OAuth 2 token.
WIKI_MAIL_USER: str = env.str("WIKI_MAIL_USER", default="")
WIKI_MAIL_PASSWORD: str = env.str("WIKI_MAIL_PASSWORD", default="")
WIKI_MAIL_TOKEN: str = env.str("WIKI_MAIL_TOKEN", default="")
WIKI_MAIL = bool(WIKI_API_URL and (WIKI_MAIL_TOKEN or (WIKI_MAIL_USER and WIKI_MAIL_PASSWORD)))
# Signing in with the wiki's accounts (Extension:OAuth, a confidential OAuth 2 client).
WIKIMEDIA_OAUTH_ID: str = env.str("WIKIMEDIA_OAUTH_ID", default="")
WIKIMEDIA_OAUTH_SECRET: str = env.str("WIKIMEDIA_OAUTH_SECRET", default="")
WIKIMEDIA_SIGN_IN = bool(WIKIMEDIA_OAUTH_ID and WIKIMEDIA_OAUTH_SECRET)
# https://meta.wikimedia.org/wiki/User-Agent_policy asks for a name and a contact.
WIKI_USER_AGENT = f"vsn-portal/0.1 ({SITE_URL}; {CONTACT_EMAIL})"

# The mailing list of the members, which is kept elsewhere; without an address nobody is asked.
MAILING_LIST_NAME: str = env.str("MAILING_LIST_NAME", default="")
MAILING_LIST_ADDRESS: str = env.str("MAILING_LIST_ADDRESS", default="")
MAILING_LIST_URL: str = env.str("MAILING_LIST_URL", default="")
# Where facilitators can have a room made up. Empty: they paste the link of one that they have.
JITSI_URL: str = env.str("JITSI_URL", default="https://meet.jit.si" if DEMO else "")
# Pages of patterns show their pictures, which readers' browsers then load from Wikimedia Commons.
COMMONS_IMAGES: bool = env.bool("COMMONS_IMAGES", default=False)
