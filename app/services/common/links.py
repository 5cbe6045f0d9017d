"""Links in letters. The views know the routes; services receive a Links object."""

from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeSerializer

from app.errors import NotFound

STATUS = "application-status"
MEETING_ANSWER = "meeting-answer"
STOP = "stop-letters"


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
