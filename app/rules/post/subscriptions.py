"""Which letters their recipient may stop (RFC 8058): reminders of what a page shows anyway.

Letters that the by-laws ask for, and those that tell a person what was decided about them or what
happened with their account, are in no such list, and carry no way to be stopped.
"""

from collections.abc import Mapping
from types import MappingProxyType

STOPPABLE: Mapping[str, str] = MappingProxyType(
    {
        "approval_awaited": "承認を待つ提案のお知らせ",
        "batch_to_close": "一括決定を締め切る日のお知らせ",
        "news_digest": "お知らせのまとめ（週1回）",
    }
)
"""Purpose → what the recipient stops, in words."""
