"""The database, and the cache: Redis where there is one, the database itself where not."""

from redis.backoff import NoBackoff
from redis.retry import Retry

from vsn.settings.environment import VAR_DIR, env

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
_database = DATABASES["default"]
if "sqlite" in _database["ENGINE"]:
    # WAL lets readers and one writer work side by side; IMMEDIATE takes the write lock at the
    # start of a transaction, so that nobody fails half-way with "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    } | _database.get("OPTIONS", {})
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["OPTIONS"] = {
        "pool": {
            "min_size": env.int("DATABASE_POOL_MIN", default=1),
            "max_size": env.int("DATABASE_POOL_MAX", default=8),
            "timeout": 10,
        },
        "connect_timeout": 5,
    } | _database.get("OPTIONS", {})
    _database["CONN_HEALTH_CHECKS"] = True
# Statements are told to a connection once (`vsn.trips`). Not behind a pooler that gives each
# transaction another connection, such as PgBouncer with `pool_mode = transaction`.
DATABASE_PREPARE: bool = env.bool("DATABASE_PREPARE", default=True)

REDIS_URL: str = env.str("REDIS_URL", default="")
CACHES = {
    # The limiter counts here, so it must be shared by all processes.
    "default": {
        "BACKEND": "vsn.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
        },
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # With Django's 300, a few hundred readers would push each other's counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Only for fragments whose key names the version of what they show: never stale.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
