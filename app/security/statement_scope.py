"""The scoped classes that a statement may load; the guard needs no criterion for any other.

Criteria for all of some forty classes would cost more than the statement itself.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import TableClause
from sqlalchemy.orm import Mapper
from sqlalchemy.sql import visitors

from app.security.visibility import scoped_classes

Classes = frozenset[type[Any]]
KEPT = 1_000
_kept: dict[Any, Classes] = {}


def classes_of_statement(statement: Any) -> Classes:
    """Return the scoped classes that the statement names or its rows reach through relationships.

    Rows loaded along (joined, by subquery, lazily) are reached through a relationship. Statements
    of one cache key are one SQL text: each is walked once a process, up to KEPT of them.
    """
    key = statement._generate_cache_key()
    if key is None:
        return _walked(statement)
    found = _kept.get(key.key)
    if found is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        found = _kept[key.key] = _walked(statement)
    return found


def _walked(statement: Any) -> Classes:
    reached = _reached()
    return frozenset().union(*(reached.get(name, frozenset()) for name in _tables(statement)))


def _tables(statement: Any) -> Iterator[str]:
    """Yield the name of every table in the statement, at any depth."""
    seen: set[int] = set()
    parts = [statement]
    while parts:
        for element in visitors.iterate(parts.pop()):
            source = (
                element if isinstance(element, TableClause) else getattr(element, "table", None)
            )
            if source is None or id(source) in seen:
                continue
            seen.add(id(source))
            if isinstance(source, TableClause):
                yield source.name
            else:  # a column of an alias or subquery that appears nowhere else
                parts.append(source)


@cache
def _reached() -> dict[str, Classes]:
    """Return, by table name, the scoped classes that its rows reach, including their own."""
    scoped = frozenset(scoped_classes())
    found: dict[str, Classes] = {}
    for mapper in Model.registry.mappers:
        for table in mapper.tables:
            name = table.name
            found[name] = found.get(name, frozenset()) | (_led_to(mapper) & scoped)
    return found


def _led_to(mapper: Mapper[Any]) -> Classes:
    seen: set[Mapper[Any]] = set()
    to_see = [mapper]
    while to_see:
        one = to_see.pop()
        if one not in seen:
            seen.add(one)
            to_see.extend(relationship.mapper for relationship in one.relationships)
    return frozenset(each.class_ for each in seen)
