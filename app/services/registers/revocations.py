"""Keys of the open interface that were revoked: they stay revoked in a restored database."""

from app.models.registers.api_key import ApiKey
from app.services.common.ledger_lines import earlier_end

REVOCATIONS = (earlier_end("api_key.revoked", ApiKey, "revoked_at"),)
