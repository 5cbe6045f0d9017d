"""Files that letters carry by mail (添付ファイル)."""

from flask_appbuilder import Model
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column


class MailFile(Model):
    """The content of an attached file, stored once for all letters that carry it."""

    __tablename__ = "mail_file"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The SHA-256 of the content."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
