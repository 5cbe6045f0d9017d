"""Templates of recurring meetings (会議のひな形)."""

from app.models.meeting.meeting import MeetingTemplate
from app.views.registers.register import RegisterView


class MeetingTemplateView(RegisterView):
    """会議のひな形."""

    model = MeetingTemplate
