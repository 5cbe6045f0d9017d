"""Requests of the state's headquarters (国の本部からの求め)."""

from app.models.policy.state_request import StateRequest
from app.views.registers.register import RegisterView


class StateRequestView(RegisterView):
    """国の本部からの求め."""

    model = StateRequest
