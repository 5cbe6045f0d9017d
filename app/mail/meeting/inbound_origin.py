"""Whether our own mail server verified a mail's sender: Authentication-Results (RFC 8601).

Only what our server recorded counts: the topmost Authentication-Results lines, one below the
other, that bear its name. The server removes lines under its name from what it takes in (RFC 8601,
section 5); as a second guard, a later line that reports again on a method already reported ends
the list, so that it overrides nothing.
"""

from collections.abc import Iterator, Sequence
from email.message import EmailMessage

from authres import FeatureContext
from authres.core import AuthenticationResult, AuthenticationResultsHeader

NAME = "authentication-results"
LONGEST = 8_000
"""Characters of a line that is parsed."""
_FEATURES = FeatureContext()
_NAMED = {
    "dmarc": (("header", "from"),),
    "dkim": (("header", "d"), ("header", "i")),
    "spf": (("smtp", "mailfrom"),),
}
"""Method → the properties that name the verified domain; the first that is there counts."""


def own_lines(message: EmailMessage, authserv: str) -> tuple[str, ...]:
    """Return the lines that our own server recorded, unfolded, topmost first."""
    found: list[str] = []
    reported: set[str] = set()
    for name, value in message.raw_items():
        if name.lower() != NAME:
            if found:
                break
            continue
        line = " ".join(str(value).replace("\r", "").split("\n"))
        header = _parsed(line)
        if not authserv or header is None or header.authserv_id != authserv.lower():
            break
        methods = {result.method for result in _results(header)}
        if methods & reported:
            break
        reported |= methods
        found.append(line)
    return tuple(found)


def is_aligned(lines: Sequence[str], domain: str) -> bool:
    """Whether these lines confirm the sender's domain.

    *reading*: the domain in From is confirmed by DMARC for just that domain (which alignment DMARC
    took is the domain owner's choice, RFC 7489), or by a DKIM signature or SPF of just that domain.
    A parent domain or one below does not confirm it.
    """
    wanted = _ascii(domain)
    headers = [header for line in lines if (header := _parsed(line)) is not None]
    return bool(wanted) and any(
        result.result == "pass" and _domain(result) == wanted
        for header in headers
        for result in _results(header)
    )


def _parsed(line: str) -> AuthenticationResultsHeader | None:
    """Return the line, parsed; None for one that is malformed or too long."""
    if len(line) > LONGEST:
        return None
    try:
        return AuthenticationResultsHeader.parse_value(_FEATURES, line.strip())
    except Exception:  # the library's own errors, and RecursionError on nested comments
        return None


def _results(header: AuthenticationResultsHeader) -> Iterator[AuthenticationResult]:
    return (result for result in header.results if isinstance(result, AuthenticationResult))


def _domain(result: AuthenticationResult) -> str:
    """Return the domain that the result is about; "" if it names none, or two."""
    for kind, name in _NAMED.get(result.method, ()):
        named = [
            each.value
            for each in result.properties
            if (each.type.lower(), each.name.lower()) == (kind, name)
        ]
        if named:
            return _ascii(named[0].rpartition("@")[2]) if len(named) == 1 else ""
    return ""


def _ascii(domain: str) -> str:
    """Return the domain as compared: in lower case, international ones in their ASCII form."""
    try:
        return domain.strip().removesuffix(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
