"""What the search finds: a copy of the words of other rows, with who may find them."""

from flask_appbuilder import Model
from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.scope import Audienced
from app.models.common.types import Code
from app.rules.common.audience import Audience


class SearchEntry(Audienced, Model):
    """One row that can be found, by what one audience may see of it.

    What a further audience sees more of it is an entry of its own, with all words that it sees.
    Entries are written by services/common/search_entries.py alone, with their pieces in the table
    search_words, and can be made again from their rows at any time.
    """

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_source", "source", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(60))
    """The table of the row it is made from."""
    row_id: Mapped[int] = mapped_column(Integer)
    richer: Mapped[Audience | None] = mapped_column(Code(Audience))
    """The audience that finds another entry of the row in place of this one."""
    subject: Mapped[str] = mapped_column(String(120))
    """What its link is made of, e.g. a key."""
    rank: Mapped[str] = mapped_column(String(200))
    """The order of results in which the words stand equally far ahead."""
    title: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    """What it is found by (rules/common/tokens.py)."""
