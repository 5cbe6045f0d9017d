"""The questionnaire after an event (アンケート): a few fixed questions, anonymous."""

from app.rules.common.labelled import Labelled


class Overall(Labelled):
    """全体の満足度."""

    VERY = "5", "とても良かった"
    GOOD = "4", "良かった"
    FAIR = "3", "ふつう"
    POOR = "2", "あまり良くなかった"
    BAD = "1", "良くなかった"


class Connected(Labelled):
    """新しいつながり (つながる)."""

    YES = "yes", "できた"
    PERHAPS = "perhaps", "できそう"
    NO = "no", "できなかった"


class Useful(Labelled):
    """活動への役立ち."""

    YES = "yes", "役立つ"
    PARTLY = "partly", "少し役立つ"
    NO = "no", "役立たない"


QUESTIONS: tuple[tuple[str, type[Labelled]], ...] = (
    ("overall", Overall),
    ("connected", Connected),
    ("useful", Useful),
)
