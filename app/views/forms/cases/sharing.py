"""Forms for sharing a case: with whom, which sections, on what basis."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from app.models.council.council import CouncilPerson
from app.rules.cases.access import PRESETS, Level, PassingOnBasis, Preset, Section
from app.rules.cases.passing_on import Terms
from app.views.common.labels import label
from app.views.forms.common.edit import SealedEditForm
from app.views.forms.common.fields import ChoiceField, LineField, LinesField, choices_of
from app.views.forms.common.validators import Filled

LINE, TEXT = 200, 4000
"""Maximum lengths in characters."""
Sources = Mapping[str, str]
"""Possible bases for passing on information: id of a record or request → description."""


class TermsForm(FlaskForm):  # type: ignore[misc]
    """The basis for passing on information. consents, requests: those valid today."""

    basis = ChoiceField(_l("Basis"), [Filled()])
    consent = ChoiceField(
        _l("Underlying consent"), description=_l("Select this for consent of the person.")
    )
    within_consent = BooleanField(
        _l("I have checked that the purpose and content are within the scope of the consent.")
    )
    request = ChoiceField(
        _l("Underlying request for co-operation"),
        description=_l("Select this for a request under Article 16(3)."),
    )
    reason = LinesField(
        _l("The danger, and why it is urgent"),
        limit=TEXT,
        description=_l("Required for a danger to life or body."),
    )
    law = LineField(
        _l("Name and article of the law"), limit=LINE, description=_l("Required for another law.")
    )
    purpose = LinesField(_l("Purpose"), limit=TEXT)

    def __init__(self, consents: Sources, requests: Sources, **values: Any) -> None:
        super().__init__(**values)
        nothing = ("", _("None"))
        self.basis.choices = [
            choice
            for choice in choices_of(PassingOnBasis, label)
            if choice[0] != PassingOnBasis.COORDINATION.value
        ]
        self.consent.choices = [nothing, *consents.items()]
        self.request.choices = [nothing, *requests.items()]

    def terms(self) -> Terms:
        """Return the terms as the rules on passing-on expect them."""
        basis = PassingOnBasis(self.basis.data)
        source = {PassingOnBasis.CONSENT: self.consent, PassingOnBasis.REQUEST: self.request}
        return Terms(
            basis,
            self.purpose.data or "",
            reason=self.reason.data or "" if basis is PassingOnBasis.DANGER else "",
            law=self.law.data or "" if basis is PassingOnBasis.OTHER_LAW else "",
            source_id=(source[basis].data or "") if basis in source else "",
            within_consent=bool(self.within_consent.data),
        )


def _preset() -> ChoiceField:
    """Return the field of usual ways to take part; js/sharing.js reads their levels."""
    choices = [("", _l("Choose the sections yourself"), {"data-levels": ""})]
    for preset, grants in PRESETS.items():
        levels = json.dumps({section.value: level.value for section, level in grants.items()})
        choices.append((preset.value, preset.label, {"data-levels": levels}))
    return ChoiceField(
        _l("Way to take part"),
        choices=choices,
        default="",
        description=_l("Watching, support and conference only set the sections below."),
    )


def _levels() -> dict[str, ChoiceField]:
    choices = [("", _l("None")), *((level.value, level.label) for level in Level)]
    return {
        "preset": _preset(),
        **{f"level_{each.value}": ChoiceField(each.label, choices=choices) for each in Section},
    }


class _Levels:
    """Reader of the fields made by `_levels`."""

    def grants(self) -> dict[Section, Level]:
        """Return section → level, without sections that have no choice."""
        form: Any = self
        if form.preset.data:
            return dict(PRESETS[Preset(form.preset.data)])
        chosen = {section: form[f"level_{section.value}"].data for section in Section}
        return {section: Level(level) for section, level in chosen.items() if level}


Levels = type("Levels", (_Levels,), _levels())


class ParticipantForm(SealedEditForm, Levels, TermsForm):  # type: ignore[misc, valid-type]
    """The sections of a participant, and the basis for reading more than before."""

    def __init__(self, consents: Sources, requests: Sources, **values: Any) -> None:
        super().__init__(consents, requests, **values)
        self.basis.validators, self.basis.flags.required = [], False
        self.basis.choices = [
            ("", _("No additional sections become readable")),
            *self.basis.choices,
        ]

    def terms_if_any(self) -> Terms | None:
        """Return the terms, None if no basis was chosen."""
        return self.terms() if self.basis.data else None


class AddForm(Levels, TermsForm):  # type: ignore[misc, valid-type]
    """A person to be added or invited; the invited person reads the message before answering."""

    person = ChoiceField(_l("Person"), [Filled()])
    message = LinesField(_l("Message to the person"), limit=TEXT)

    def __init__(
        self, persons: Sequence[CouncilPerson], consents: Sources, requests: Sources, **values: Any
    ) -> None:
        super().__init__(consents, requests, **values)
        self.person.choices = named(persons)


class LeadForm(TermsForm):
    """The person to whom the lead is offered."""

    person = ChoiceField(_l("Person"), [Filled()])
    message = LinesField(_l("Message to the person"), [Filled()], limit=TEXT)

    def __init__(
        self, persons: Sequence[CouncilPerson], consents: Sources, requests: Sources, **values: Any
    ) -> None:
        super().__init__(consents, requests, **values)
        self.person.choices = named(persons)


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """The recipient of a request that a body leave, or of its wish to leave."""

    person = ChoiceField(_l("Person"), [Filled()])
    message = LinesField(_l("Message to the person"), [Filled()], limit=TEXT)

    def __init__(self, persons: Sequence[CouncilPerson], **values: Any) -> None:
        super().__init__(**values)
        self.person.choices = named(persons)


def named(persons: Sequence[CouncilPerson]) -> list[tuple[str, str]]:
    """Return persons as choices, each with the body they serve for."""
    return [
        ("", _("Select one")),
        *((str(each.id), f"{each.body.name}　{each.account.get_full_name()}") for each in persons),
    ]
