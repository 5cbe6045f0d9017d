"""The spool: a folder that takes the letters where no mail server is configured."""

from pathlib import Path

from app.mail.common.transport import Outgoing
from app.rules.post.replies import Answer, Step


class Spool:
    """A `Connection` that writes each letter into a file."""

    is_open = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""

    def open(self) -> Answer | None:
        return None

    def hand_over(self, outgoing: Outgoing, content: bytes) -> Answer | None:
        self._name = outgoing.message_id.strip("<>").replace("/", "_") + ".eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / self._name).write_bytes(content)
        except OSError as error:
            return Answer(Step.MAIL, 0, f"{type(error).__name__}: {error}")
        return None

    def reply(self) -> Answer:
        return Answer(Step.TEXT, 250, f"送信せずに保存：{self._name}")

    def abort(self) -> None:
        """Do nothing: a file waits for nobody."""

    def close(self) -> None:
        """Do nothing: no file stays open."""
