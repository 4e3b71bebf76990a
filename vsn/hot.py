"""Queries that are asked all the time: put into SQL once, then asked with other values.

Django takes several times as long to put a queryset together and into SQL as the database to
answer it. Where people wait in a line for the answer, it is done once for each thread:

    _by_slug = Hot(lambda: Meeting.objects.filter(slug=Given("slug", SlugField())))
    found = _by_slug(slug="sharing")

How they get to the database in few trips is told in `vsn.trips`.
"""

import datetime as dt
import threading
from collections.abc import Callable
from functools import cache
from types import NoneType
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections, models
from django.db.models import Expression, Field, Model, QuerySet
from django.db.transaction import TransactionManagementError

from vsn.trips import NOTHING, Question, ask

Row = TypeVar("Row")


class Given(Expression):
    """Stands for a value that is named when the query is asked. `field` says how it is stored."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Given"]]:
        return "%s", [self]

    def value(self, given: dict[str, object], connection: Any) -> object:
        """As the database takes it.

        Raises:
            EmptyResultSet: no column could hold such a number.
        """
        value = given[self.name]
        if isinstance(value, int) and abs(value) >= 2**63:
            raise EmptyResultSet
        return self.output_field.get_db_prep_value(value, connection)


class Hot(Generic[Row]):
    """`Hot(build)(name=value, ...)` is `list(build())` with these values for what is `Given`.

    `build` is a queryset of models or of values, without prefetching, that starts at a manager
    (not at somebody's rows), and compares what is given with `=`, `<` and the like; with `in` only
    in a list of as many as it will always be. What is not given stays as it was at first.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self._build = build
        self._kept = threading.local()

    def __call__(self, **given: object) -> list[Row]:
        """The rows as they are now.

        Raises:
            TransactionManagementError: it locks rows, and there is no transaction.
        """
        return ask(self.asking(**given))[0]

    def asking(self, **given: object) -> Question:
        """The same as a question, to be asked together with others."""
        try:
            rows, compiler, sql, params = self._compiled()
            values = [
                one.value(given, compiler.connection) if isinstance(one, Given) else one
                for one in params
            ]
        except EmptyResultSet:  # nothing can be like that: the database is not asked
            return NOTHING
        if compiler.query.select_for_update and compiler.connection.get_autocommit():
            raise TransactionManagementError("rows are locked in a transaction only")

        def read(found: list[tuple]) -> list[Row]:
            compiler.execute_sql = lambda *args, **kwargs: [found]
            return list(rows)

        return Question(sql, values, read)

    def _compiled(self) -> tuple[Any, Any, str, tuple[object, ...]]:
        """Rows that are read anew each time, by a compiler that has its SQL already."""
        kept = getattr(self._kept, "compiled", None)
        # Each thread has a connection of its own; a test may put another one in its place.
        if kept and kept[1].connection is connections[kept[1].using]:
            return kept
        queryset = self._build()
        if queryset._known_related_objects or queryset._prefetch_related_lookups:
            raise TypeError("nobody's rows, and nothing prefetched")
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        converters = compiler.get_converters(columns)
        composite = compiler.has_composite_fields(columns)
        compiler.get_converters = lambda *args: converters
        compiler.has_composite_fields = lambda *args: composite
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        self._kept.compiled = queryset._iterable_class(queryset), compiler, sql, tuple(params)
        return self._kept.compiled


def add(row: Model, *, unless_known: bool = False) -> bool:
    """Stores a new row and tells it its id. False: `unless_known`, and by a unique constraint there
    is one like it; nothing was stored.

    As `save()` does it, but for methods of that name, signals and defaults of the database.

    Raises:
        IntegrityError: there is one like it, or something it needs is not there.
    """
    return ask(adding(row, unless_known=unless_known))[0]


def adding(row: Model, *, unless_known: bool = False, then: Model | None = None) -> Question:
    """The same as a question, to be asked together with others. Whoever stores `row` stores `then`
    too."""

    def read(found: list[tuple]) -> bool:
        if found:
            row.pk, row._state.adding, row._state.db = found[0][0], False, connection.alias
            if then and connection.vendor != "postgresql":
                add(then)
        return bool(found)

    model, reserved = type(row), row.pk is not None
    sql = _insert(model, reserved, unless_known)
    values = _values(row, _stored(model, reserved), add=True)
    if then and connection.vendor == "postgresql":
        sql = _insert_then(sql, type(then))
        values += _values(then, _stored(type(then)), add=True)
    return Question(sql, values, read)


def reserving(model: type[Model]) -> Question:
    """An id for a row that will be stored, so that others can name it before it is; None where the
    database gives ids to stored rows only. One that is not used is missing for ever."""
    if connection.vendor != "postgresql":
        return NOTHING._replace(read=lambda _none: None)
    return Question(_next_id(model), read=lambda found: found[0][0])


def changing(row: Model, *names: str) -> Question:
    """Stores these fields of a row that is there already, without an answer. As
    `save(update_fields=names)` does it, but for methods of that name and signals."""
    values = _values(row, [row._meta.get_field(name) for name in names], add=False)
    return Question(_update(row._meta.concrete_model, names), [*values, row.pk])


def _values(row: Model, fields: list[Field], *, add: bool) -> list[object]:
    database = connections[connection.alias]  # itself, not what looks it up for each field
    as_they_are = _AS_THEY_ARE.get(database.vendor, ())
    values = []
    for field in fields:
        value = field.pre_save(row, add)
        if value.__class__ not in as_they_are or field.__class__ not in _PLAIN:
            value = field.get_db_prep_save(value, database)
        values.append(value)
    return values


# What these fields hand to PostgreSQL unchanged, after many calls each.
_AS_THEY_ARE = {"postgresql": {NoneType, bool, int, str, dt.datetime, UUID}}
_PLAIN = {
    models.BigAutoField, models.BigIntegerField, models.BooleanField, models.CharField,
    models.DateTimeField, models.ForeignKey, models.PositiveIntegerField, models.TextField,
    models.UUIDField,
}  # fmt: skip


@cache
def _stored(model: type[Model], reserved: bool = False) -> list[Field]:
    """What is said of a new row: its id only where it was reserved."""
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    return [f for f in fields if reserved or not f.primary_key]


@cache
def _insert(model: type[Model], reserved: bool, unless_known: bool) -> str:
    return _INSERT.format(
        into=_into(model, reserved),
        values=", ".join(["%s"] * len(_stored(model, reserved))),
        known="ON CONFLICT DO NOTHING" if unless_known else "",
        id=connection.ops.quote_name(model._meta.pk.column),
    )


_INSERT = "INSERT INTO {into} VALUES ({values}) {known} RETURNING {id}"


@cache
def _insert_then(first: str, other: type[Model]) -> str:
    values = ", ".join(["%s"] * len(_stored(other)))
    return _INSERT_THEN.format(first=first, into=_into(other), values=values)


_INSERT_THEN = """WITH stored(id) AS ({first}), other AS (
    INSERT INTO {into} SELECT {values} FROM stored
) SELECT id FROM stored"""


def _into(model: type[Model], reserved: bool = False) -> str:
    name = connection.ops.quote_name
    columns = ", ".join(name(field.column) for field in _stored(model, reserved))
    return f"{name(model._meta.db_table)} ({columns})"


@cache
def _next_id(model: type[Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    return f"SELECT nextval(pg_get_serial_sequence('{table}', '{model._meta.pk.column}'))"


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    name = connection.ops.quote_name
    columns = [name(model._meta.get_field(field).column) for field in names]
    return _UPDATE.format(
        table=name(model._meta.db_table),
        columns=", ".join(f"{column} = %s" for column in columns),
        id=name(model._meta.pk.column),
    )


_UPDATE = "UPDATE {table} SET {columns} WHERE {id} = %s"
