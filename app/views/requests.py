"""How large a request may be, and where it lies meanwhile."""

from io import BytesIO
from typing import IO

from flask import Request, current_app


class FormRequest(Request):
    """A form without files is read whole into memory: it has the limit of one field, not of files.

    Werkzeug applies MAX_FORM_MEMORY_SIZE to multipart forms only.
    """

    @property
    def max_content_length(self) -> int | None:
        if self.mimetype == "multipart/form-data":
            return super().max_content_length
        return int(current_app.config["MAX_FORM_MEMORY_SIZE"])

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("set by the configuration alone")

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """What is uploaded stays in memory, which MAX_CONTENT_LENGTH bounds.

        Werkzeug would put more than 500 kB into a temporary file, unsealed, documents of cases too.
        """
        return BytesIO()
