"""The sender of the platform's letters and its contact details (規約第13条)."""

SECRETARIAT = (
    "とっとり孤独・孤立対策官民連携プラットフォーム事務局",
    "（鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課）",
)
_reached_by: tuple[str, ...] = ()


def set_contact_details(*, address: str, phone: str, email: str) -> None:
    """Set the secretariat's contact details, once at start-up; empty ones are left out."""
    global _reached_by
    named = (address, f"電話 {phone}" if phone else "", f"メール {email}" if email else "")
    _reached_by = tuple(line for line in named if line)


def sender() -> tuple[str, ...]:
    """Return the sender's lines of a letter written now."""
    return (*SECRETARIAT, *_reached_by)
