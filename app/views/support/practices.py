"""Registers of those who support: organisations, places, equipment, practices, trainings."""

from app.models.support.equipment import Equipment
from app.models.support.good_practice import GoodPractice
from app.models.support.place import Place
from app.models.support.supporting_organisation import SupportingOrganisation
from app.models.support.training import Training
from app.views.registers.register import RegisterView


class GoodPracticeView(RegisterView):
    """好事例."""

    model = GoodPractice


class PlaceView(RegisterView):
    """居場所."""

    model = Place


class EquipmentView(RegisterView):
    """貸出備品."""

    model = Equipment


class TrainingView(RegisterView):
    """人材育成の記録."""

    model = Training


class SupportingOrganisationView(RegisterView):
    """孤独孤立サポート団体."""

    model = SupportingOrganisation
