"""The results of this wing in the search."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.views.common.search_results import ResultKind


def address(subject: str) -> str:
    """Return the address of an article."""
    slug, _hash, anchor = subject.partition("#")
    return url_for("RegulationView.show", slug=slug, _anchor=anchor)


RESULTS = {"article": ResultKind(_l("Articles of the by-laws, guideline and Act"), address)}
