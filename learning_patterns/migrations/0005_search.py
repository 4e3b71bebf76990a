"""What each database needs to find patterns by their words, and keeps up to date by itself.

A later migration that changes the table of patterns on SQLite makes it anew, and its triggers go
with the old one: such a migration has to undo this one's part first and do it again at its end.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import migrations
from django.db.utils import DatabaseError

PATTERN, SEARCH, SPELLING = (
    "learning_patterns_pattern",
    "learning_patterns_search",
    "learning_patterns_spelling",
)

# --- SQLite --------------------------------------------------------------------------------------
COLUMNS = (
    "title",
    "problem",
    "when_to_use",
    "solution",
    "considerations",
    "examples",
    "see_also",
    "related",
    "external_links",
    '"references"',
    "creators",
)


def sqlite_table(name, columns, tokenizer):
    """A table of words over the patterns, and the triggers that keep it."""
    listed = ", ".join(columns)
    new, old = (", ".join(f"{row}.{c}" for c in ("id", *columns)) for row in ("new", "old"))
    add = f"INSERT INTO {name}(rowid, {listed}) VALUES ({new});"  # noqa: S608
    remove = f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', {old});"  # noqa: S608
    yield (
        f"CREATE VIRTUAL TABLE {name} USING fts5({listed}, content='{PATTERN}', "
        f"content_rowid='id', tokenize='{tokenizer}')"
    )
    for when, what in (("INSERT", add), ("DELETE", remove), ("UPDATE", f"{remove} {add}")):
        yield f"CREATE TRIGGER {name}_{when.lower()} AFTER {when} ON {PATTERN} BEGIN {what} END"
    yield f"INSERT INTO {name}({name}) VALUES ('rebuild')"  # noqa: S608


def sqlite():
    yield from sqlite_table(SEARCH, COLUMNS, "porter unicode61 remove_diacritics 2")
    yield from sqlite_table(SPELLING, ("title", "problem"), "trigram")


def no_sqlite():
    for name in (SEARCH, SPELLING):
        for when in ("insert", "delete", "update"):
            yield f"DROP TRIGGER {name}_{when}"
        yield f"DROP TABLE {name}"


# --- PostgreSQL ----------------------------------------------------------------------------------
CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
WEIGHTS = {
    "A": ("title",),
    "B": ("problem", "when_to_use"),
    "C": ("solution",),
    "D": (
        "considerations",
        "examples",
        "see_also",
        "related",
        "external_links",
        '"references"',
        "creators",
    ),
}


def vector():
    """Each word as the pattern's language has it, and as it is written; without accents."""
    known = " ".join(
        f"WHEN '{code}' THEN '{name}'::regconfig" for code, name in CONFIGURATIONS.items()
    )
    own = f"CASE split_part(language, '-', 1) {known} ELSE 'simple'::regconfig END"
    parts = []
    for weight, columns in WEIGHTS.items():
        text = " || ' ' || ".join(columns)
        folded = f"regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]', '', 'g')"
        for configuration in (own, "'simple'::regconfig"):
            parts.append(f"setweight(to_tsvector({configuration}, {folded}), '{weight}')")
    return " || ".join(parts)


def postgresql():
    yield (
        f"ALTER TABLE {PATTERN} ADD COLUMN search_vector tsvector "
        f"GENERATED ALWAYS AS ({vector()}) STORED"
    )
    yield f"CREATE INDEX {SEARCH} ON {PATTERN} USING gin (search_vector) WITH (fastupdate = off)"
    yield (
        f"CREATE INDEX {SPELLING} ON {PATTERN} "
        "USING gin (lower(title || ' ' || problem) gin_trgm_ops)"
    )


def no_postgresql():
    yield f"DROP INDEX {SPELLING}"
    yield f"ALTER TABLE {PATTERN} DROP COLUMN search_vector"


def extend(cursor):
    """pg_trgm may be created by whoever owns the database; where that is somebody else, they have
    to do it once."""
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone():
        return
    try:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        raise ImproperlyConfigured(
            "The search in learning patterns needs PostgreSQL's extension pg_trgm. Whoever owns "
            "the database has to run once: CREATE EXTENSION pg_trgm;"
        ) from error


def build(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    if is_postgresql:
        with schema_editor.connection.cursor() as cursor:
            extend(cursor)
    for statement in postgresql() if is_postgresql else sqlite():
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in no_postgresql() if is_postgresql else no_sqlite():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("learning_patterns", "0004_first_revisions")]

    operations = [migrations.RunPython(build, drop)]
