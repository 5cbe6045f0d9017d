"""Mail to account holders: the single way of writing it."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.accounts import letters
from app.models.accounts.user import Account
from app.security.viewer import Viewer
from app.services.post import outbox


def send_link(actor: Viewer, account: Account, letter: Letter, *, to: str = "") -> None:
    """Write a letter with a one-time link. to: an address other than the account's."""
    _write(actor, account, letter, to=to or account.email, secret=True)


def send_code(actor: Viewer, account: Account, letter: Letter) -> None:
    """Write a letter with a code for the log-in."""
    _write(actor, account, letter, to=account.email, secret=True)


def send_security_notice(actor: Viewer, account: Account, what: str) -> None:
    """Notify the account holder of a change to their log-in. what: a Japanese sentence."""
    letter = letters.security_notice(account, what)
    _write(actor, account, letter, to=account.email, secret=False)


def send_to_colleague(actor: Viewer, account: Account, letter: Letter, *, to: str) -> None:
    """Write a letter about an account to another person of its organisation."""
    _write(actor, account, letter, to=to, secret=False)


def subject_of(account_id: int) -> str:
    """Return the dedupe key of letters to an account's holder."""
    return f"account:{account_id}"


def _write(actor: Viewer, account: Account, letter: Letter, *, to: str, secret: bool) -> None:
    outbox.write(
        actor,
        letter,
        to=to,
        dedupe_key=subject_of(account.id),
        period=clock.now().isoformat(),
        organisation_id=account.organisation_id,
        secret=secret,
    )
