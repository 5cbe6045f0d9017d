"""Size limit and storage of HTTP requests."""

from io import BytesIO
from typing import IO

from flask import Request, current_app


class FormRequest(Request):
    """A request whose form without files has the limit of one field: it is read into memory whole.

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
        """Keep an upload in memory, within MAX_CONTENT_LENGTH.

        Werkzeug would write more than 500 kB, case documents included, to an unencrypted temporary
        file.
        """
        return BytesIO()
