"""The checks of this wing in words."""

from flask_babel import lazy_gettext as _l

from app.views.common.check_words import Words

WORDS = {
    "backup": Words(
        _l("Last backup"),
        _l(
            "Whatever was entered since would be lost with the disk. Ask whoever operates the system to set up daily backups, or why the last one failed."
        ),
    ),
    "backup.verified": Words(
        _l("Last backup that was restored and compared"),
        _l(
            "Nobody knows yet whether the backups can be restored. Ask whoever operates the system to have them verified."
        ),
    ),
    "retention": Words(
        _l("Deletion of data no longer needed"),
        _l("Data stays longer than it may. Tell whoever operates the system."),
    ),
}
