"""Links to somebody's preferences that were made void: they stay void in a restored database."""

from app.models.news.digest import DigestWish
from app.services.common.ledger_lines import renewed_link

REVOCATIONS = (renewed_link("digest_wish.link", DigestWish, "nonce"),)
