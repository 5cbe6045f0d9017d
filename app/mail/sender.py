"""Who writes the platform's letters, and how it is reached (規約第13条)."""

SENDER = (
    "とっとり孤独・孤立対策官民連携プラットフォーム事務局",
    "（鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課）",
)
ENQUIRIES = "お問い合わせは、このメールに返信せず、上記の事務局へお願いします。"
