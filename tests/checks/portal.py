"""Django's own checks."""

from tests.checks.running import manage, problems


def migrations() -> list[str]:
    """models and migrations agree"""
    # An SQLite file that does not exist yet: the question needs no database, Django asks for one.
    return problems(
        manage("makemigrations", "--check", "--dry-run", DEMO="1", DATABASE_URL="sqlite://:memory:")
    )


def deployment() -> list[str]:
    """manage.py check --deploy has nothing to say"""
    return problems(manage("check", "--deploy", "--fail-level", "WARNING"))
