"""The questions of a survey (アンケート), typed one a line: 「選択：お困りのことは？｜お金｜住まい」."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.common.labelled import Labelled

MOST, MOST_CHOICES, LONGEST = 30, 20, 200
SCALE = ("1", "2", "3", "4", "5")
REQUIRED = ("※", "＊", "*")
_MARKS = "".join(REQUIRED)


class QuestionKind(Labelled):
    """設問の種類: the word with which its line begins."""

    CHOICE = "choice", "選択"
    SEVERAL = "several", "複数"
    SCALE = "scale", "5段階"
    TEXT = "text", "自由"


@dataclass(frozen=True)
class Question:
    """A question. choices: of CHOICE, SEVERAL and SCALE."""

    kind: QuestionKind
    text: str
    choices: Sequence[str] = ()
    required: bool = False


def questions(typed: str) -> list[Question]:
    """Return the questions of a text. Raises ValueError, in Japanese, with the number of the line."""
    lines = [(at, line.strip()) for at, line in enumerate(typed.splitlines(), 1) if line.strip()]
    if not 1 <= len(lines) <= MOST:
        raise ValueError(f"設問は、1行に1つ、{MOST}問までです。")
    return [_question(at, line) for at, line in lines]


def _question(at: int, line: str) -> Question:
    word, colon, rest = line.replace("：", ":", 1).partition(":")
    kinds = {kind.label: kind for kind in QuestionKind}
    kind = kinds.get(word.strip().replace("５", "5"))
    said = rest.strip().rstrip(_MARKS)  # the mark is often put after the last choice
    text, *choices = (part.strip() for part in said.replace("|", "｜").split("｜"))
    required = said != rest.strip() or text.endswith(REQUIRED)
    text = text.rstrip(_MARKS).strip()
    if not colon or kind is None or not text or len(text) > LONGEST:
        raise ValueError(
            f"{at}行目：「選択：」「複数：」「5段階：」「自由：」のどれかで始めて、設問を続けてください。"
        )
    if kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL):
        wrong = len(set(choices)) != len(choices) or not all(choices)
        if wrong or not 2 <= len(choices) <= MOST_CHOICES:
            raise ValueError(
                f"{at}行目：選択肢を「｜」で区切って、2個から{MOST_CHOICES}個まで、重ならないように入力してください。"
            )
        return Question(kind, text, tuple(choices), required)
    if choices:
        raise ValueError(f"{at}行目：「{kind.label}」の設問には、選択肢を付けられません。")
    return Question(kind, text, SCALE if kind is QuestionKind.SCALE else (), required)
