"""Master data: fields of activity (活動分野)."""

from app.models.common.master import ActivityField
from app.views.registers.register import RegisterView


class ActivityFieldView(RegisterView):
    """活動分野. One in use is taken out, not deleted."""

    model = ActivityField
