"""The checks of this wing in words."""

from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "inbound": Words(
        _l("Reading of received e-mail"),
        _l(
            "Answers to meeting notices may be waiting in the mailbox. Open it with your mail program, and tell whoever operates the system."
        ),
    ),
    "inbox_read": Words(
        _l("Inbox last read to the end"),
        _l(
            "A mail could not be read and is still unread. Open the mailbox with your mail program and look for it."
        ),
    ),
}
