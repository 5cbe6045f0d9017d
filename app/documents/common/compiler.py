"""Program that typesets one paper: a JSON description on standard input, a PDF on standard output.

`typesetting.py` runs it as a separate process. Typst and its fonts would stay in the memory of
the web server, which only sets a paper now and then; and it needs nothing of the application
beyond its input.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

import typst

# PDF/A for archiving, PDF/UA for screen readers. Both also refuse a character without a glyph.
STANDARDS = ["a-2a", "ua-1"]
JAPAN = timezone(timedelta(hours=9))


def main() -> None:
    """Typeset the paper. Exit code 1, with the reason on standard error, for a faulty template."""
    asked = json.load(sys.stdin.buffer)
    # System fonts are excluded, so that a paper looks the same on every machine.
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
    except RuntimeError as error:  # a TypstError, or the error of a missing template
        sys.exit(str(error))
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
