"""The portal's, with one page replaced."""

from vsn.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmark.least.urls"
