"""What the audit trail records of this wing: labels of actions and subjects."""

from flask_babel import lazy_gettext as _l

ACTIONS = {
    "organisation.correct": _l("Entry corrected"),
    "organisation.change_contact": _l("Contact person handed over"),
    "organisation.note": _l("Note added"),
    "organisation.import": _l("Entry imported from a file"),
    "mail_bulk.draw_up": _l("Notice to members begun"),
    "mail_bulk.revise": _l("Notice to members changed"),
    "mail_bulk.choose": _l("Recipients of a notice chosen"),
    "mail_bulk.add_paper": _l("File added to a notice"),
    "mail_bulk.remove_paper": _l("File removed from a notice"),
    "mail_bulk.test": _l("Notice sent as a test"),
    "mail_bulk.send": _l("Notice sent to members"),
    "roster.labels": _l("Address labels made"),
    "roster.export": _l("Roster exported"),
    "roster_import.upload": _l("Import file uploaded"),
    "roster_import.assign": _l("Columns of an import file assigned"),
    "roster_import.map_again": _l("Columns of an import file reopened"),
    "roster_import.mend": _l("Row of an import corrected"),
    "roster_import.answer": _l("Same organisation or another: answered in an import"),
    "roster_import.start": _l("Import started"),
    "roster_import.check_again": _l("Import checked again"),
    "roster_import.finish": _l("Import finished"),
    "roster_import.undo": _l("Undo of an import started"),
    "roster_import.undone": _l("Import undone"),
    "organisation.import_undone": _l("Entry from an import undone"),
    "roster_import.cancel": _l("Import cancelled"),
}
SUBJECTS = {
    "roster": _l("Roster"),
    "roster_import": _l("Import of the roster"),
}
