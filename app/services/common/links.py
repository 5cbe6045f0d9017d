"""Links in letters. The views know the routes; services receive a Links object."""

from dataclasses import dataclass, field
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer

from app.errors import NotFound

STATUS = "application-status"
MEETING_ANSWER = "meeting-answer"
STOP = "stop-letters"
CONFIRM_ENTRY = "confirm-entry"
SUPPORTER = "supporter"
EVENT_REGISTRATION = "event-registration"
CALENDAR = "calendar"
DIGEST_WISH = "digest-wish"
REFERRAL = "referral"


class EntryLink(NamedTuple):
    """What the link in a letter about a register's entry says: which, as it was when, asked when."""

    register: str
    entry: str
    version: str
    asked_on: str


@dataclass(frozen=True)
class Links:
    """Builder of absolute links under the service's base URL (https://host, no trailing slash).

    secret: signs the links that are generated again for every letter, such as the status page's.
    mailbox: address for replies by mail, such as kodoku@example.jp; "" where none is read.
    """

    base: str
    secret: str = field(repr=False)
    mailbox: str = ""

    def confirm_application(self, token: str) -> str:
        """Return the link by which the applicant confirms the mail address."""
        return f"{self.base}/apply/confirm-address/{token}"

    def application_status(self, application_id: int, nonce: str) -> str:
        """Return the link to the applicant's status page."""
        return f"{self.base}/apply/status/{self.status_token(application_id, nonce)}"

    def status_token(self, application_id: int, nonce: str) -> str:
        """Return the secret part of the status page's link."""
        signer = URLSafeSerializer(self.secret, salt=STATUS)
        return str(signer.dumps([application_id, nonce]))

    def read_status_token(self, token: str) -> tuple[int, str]:
        """Return (application id, nonce) of a status link. Raises NotFound for an unsigned one."""
        return self._read(token, STATUS)

    def application(self, application_id: int) -> str:
        """Return the link to the secretariat's page of the application."""
        return f"{self.base}/applications/show/{application_id}"

    def grant(self, grant_id: int) -> str:
        """Return the link to the page of a grant."""
        return f"{self.base}/grants/{grant_id}"

    def invitation(self, token: str) -> str:
        """Return the link by which an invited person sets a password."""
        return f"{self.base}/invitation/{token}"

    def password_reset(self, token: str) -> str:
        """Return the link to reset a forgotten password."""
        return f"{self.base}/password/reset/{token}"

    def confirm_email(self, token: str) -> str:
        """Return the link to confirm an account's new mail address."""
        return f"{self.base}/account/email/confirm/{token}"

    def contact_reply(self, token: str) -> str:
        """Return the link to a member's reply to the contact question."""
        return f"{self.base}/contact/{token}"

    def directory(self) -> str:
        """Return the redirect URI for the prefecture's directory."""
        return f"{self.base}/login/directory/arrive"

    def hearing(self, expulsion_id: int) -> str:
        """Return the link to a member's statement in the hearing before an expulsion."""
        return f"{self.base}/hearing/{expulsion_id}"

    def meeting_answer(self, entry_id: int, nonce: str) -> str:
        """Return an executive member's personal link to answer a meeting notice without log-in."""
        signer = URLSafeSerializer(self.secret, salt=MEETING_ANSWER)
        return f"{self.base}/meeting-answer/{signer.dumps([entry_id, nonce])}"

    def read_meeting_token(self, token: str) -> tuple[int, str]:
        """Return (roll entry id, nonce) of a personal link. Raises NotFound for an unsigned one."""
        return self._read(token, MEETING_ANSWER)

    def supporter(self, supporter_id: int, nonce: str) -> str:
        """Return a supporter's personal link, by which they pass people on."""
        signer = URLSafeSerializer(self.secret, salt=SUPPORTER)
        return f"{self.base}/supporters/pass-on/{signer.dumps([supporter_id, nonce])}"

    def read_supporter_token(self, token: str) -> tuple[int, str]:
        """Return (supporter id, nonce) of a personal link. Raises NotFound for an unsigned one."""
        return self._read(token, SUPPORTER)

    def event(self, public_id: str) -> str:
        """Return the link to an event's page."""
        return f"{self.base}/events/{public_id}"

    def event_registration(self, registration_id: int, nonce: str) -> str:
        """Return a registered person's link, by which they change, cancel or take up a seat."""
        signer = URLSafeSerializer(self.secret, salt=EVENT_REGISTRATION)
        return f"{self.base}/registrations/{signer.dumps([registration_id, nonce])}"

    def read_registration_token(self, token: str) -> tuple[int, str]:
        """Return (registration id, nonce) of such a link. Raises NotFound for an unsigned one."""
        return self._read(token, EVENT_REGISTRATION)

    def calendar_feed(self, account_id: int, nonce: str) -> str:
        """Return a person's own address of the calendar feed."""
        signer = URLSafeSerializer(self.secret, salt=CALENDAR)
        return f"{self.base}/calendar/{signer.dumps([account_id, nonce])}.ics"

    def read_calendar_token(self, token: str) -> tuple[int, str]:
        """Return (account id, nonce) of such an address. Raises NotFound for an unsigned one."""
        return self._read(token, CALENDAR)

    def news_preferences(self, of: str, row_id: int, nonce: str) -> str:
        """Return the link to what a reader wants to read, without log-in. of: member or person."""
        signer = URLSafeSerializer(self.secret, salt=DIGEST_WISH)
        return f"{self.base}/news/preferences/{signer.dumps([row_id, of, *filter(None, [nonce])])}"

    def read_preferences_token(self, token: str) -> tuple[int, str, str]:
        """Return (row id, member or person, nonce) of such a link. Raises NotFound if unsigned."""
        try:
            row_id, of, *nonce = URLSafeSerializer(self.secret, salt=DIGEST_WISH).loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound from error
        return int(row_id), str(of), str(nonce[0]) if nonce else ""

    def referral(self, referral_id: int, nonce: str) -> str:
        """Return the link by which an organisation that was approached applies."""
        signer = URLSafeSerializer(self.secret, salt=REFERRAL)
        return f"{self.base}/referrals/join/{signer.dumps([referral_id, nonce])}"

    def read_referral_token(self, token: str) -> tuple[int, str]:
        """Return (referral id, nonce) of such a link. Raises NotFound for an unsigned one."""
        return self._read(token, REFERRAL)

    def page(self, path: str) -> str:
        """Return the link to a page by its path, such as /news/…."""
        return f"{self.base}{path}"

    def stop_letters(self, letter_id: int) -> str:
        """Return the link by which a letter's recipient stops letters of its kind."""
        return (
            f"{self.base}/letters/{URLSafeSerializer(self.secret, salt=STOP).dumps(letter_id)}/stop"
        )

    def read_stop_token(self, token: str) -> int:
        """Return the letter of such a link. Raises NotFound for an unsigned one."""
        try:
            return int(URLSafeSerializer(self.secret, salt=STOP).loads(token))
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound from error

    def confirm_entry(self, link: EntryLink) -> str:
        """Return the link by which an entry's keeper confirms that it is still true."""
        signer = URLSafeSerializer(self.secret, salt=CONFIRM_ENTRY)
        return f"{self.base}/confirm/{signer.dumps(link)}"

    def read_entry_token(self, token: str) -> EntryLink:
        """Return what such a link says. Raises NotFound for an unsigned one."""
        try:
            return EntryLink(*URLSafeSerializer(self.secret, salt=CONFIRM_ENTRY).loads(token))
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound from error

    def minutes(self, meeting_id: int) -> str:
        """Return the members' link to the minutes of a meeting."""
        return f"{self.base}/meetings/{meeting_id}/minutes"

    def public_minutes(self, meeting_id: int) -> str:
        """Return the link to the minutes for everyone."""
        return f"{self.base}/minutes/{meeting_id}"

    def cases(self) -> str:
        """Return the link to the council's pages: the only one in the council's letters."""
        return f"{self.base}/cases/"

    def _read(self, token: str, salt: str) -> tuple[int, str]:
        try:
            row_id, nonce = URLSafeSerializer(self.secret, salt=salt).loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound from error
        return int(row_id), str(nonce)

    def approvals(self) -> str:
        """Return the link to the proposals that await release."""
        return f"{self.base}/approvals/"

    def login(self) -> str:
        """Return the link to the log-in page."""
        return f"{self.base}/login"
