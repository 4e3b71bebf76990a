"""Every setting of the portal, read from the environment (see .env.example for the list).

One part for each concern. They come together here, and nowhere is a setting set twice.
"""

from vsn.settings.accounts import *  # who people are, and how they sign in
from vsn.settings.celery import *  # the clock, the worker, the outbox
from vsn.settings.database import *  # the database, the cache, Redis
from vsn.settings.environment import *  # where the portal is, and where it keeps its files
from vsn.settings.keys import *  # the secret key, and what is derived from it
from vsn.settings.logs import *
from vsn.settings.mail import *
from vsn.settings.periods import *  # how long things are kept
from vsn.settings.security import *  # hosts, cookies, HTTPS, what a page may load
from vsn.settings.services import *  # the wiki, the mailing list, rooms, pictures
from vsn.settings.site import *  # apps, middleware, templates, languages, static files
