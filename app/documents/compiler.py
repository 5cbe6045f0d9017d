"""The program that sets one paper: a description as JSON comes in, a PDF goes out.

`typesetting.py` runs it as a process of its own. Typst and its fonts would stay in the memory of the
web server's process, which has a paper to set now and then; and it needs no more of the application
than what comes in.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

import typst

# For the archive and for screen readers. Both also refuse a character without a glyph.
STANDARDS = ["a-2a", "ua-1"]
JAPAN = timezone(timedelta(hours=9))


def main() -> None:
    """Exit code 1, and the reason on the error output, for a template at fault."""
    asked = json.load(sys.stdin.buffer)
    # The system's fonts are left out, so that a paper looks the same on every machine.
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]]
    )
    try:
        compiler = typst.Compiler(input=asked["source"], root=asked["root"], font_paths=fonts)
        made = compiler.compile(
            format="pdf",
            sys_inputs={"data": asked["data"]},
            pdf_standards=STANDARDS,
            timestamp=datetime(*asked["dated"], tzinfo=JAPAN),
        )
    except RuntimeError as error:  # TypstError is one; a template that is not there is another
        sys.exit(str(error))
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
