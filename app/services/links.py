"""Addresses that letters carry. The views know the routes; services get them made."""

from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeSerializer

from app.errors import NotFound

STATUS = "application-status"
MEETING_ANSWER = "meeting-answer"


@dataclass(frozen=True)
class Links:
    """Makes absolute addresses under the service's base URL (https://host, no slash at the end).

    secret: signs the links that must be made anew for every letter, the status page's.
    mailbox: where answers by mail arrive, such as kodoku@example.jp; "" where none is read.
    """

    base: str
    secret: str = field(repr=False)
    mailbox: str = ""

    def confirm_application(self, token: str) -> str:
        """The link that proves the applicant reads the address it gave."""
        return f"{self.base}/apply/confirm-address/{token}"

    def application_status(self, application_id: int, nonce: str) -> str:
        """The applicant's status page."""
        return f"{self.base}/apply/status/{self.status_token(application_id, nonce)}"

    def status_token(self, application_id: int, nonce: str) -> str:
        """The secret part of the status page's address."""
        signer = URLSafeSerializer(self.secret, salt=STATUS)
        return str(signer.dumps([application_id, nonce]))

    def read_status_token(self, token: str) -> tuple[int, str]:
        """(application id, nonce) of a status link. Raises NotFound for one we did not make."""
        return self._read(token, STATUS)

    def application(self, application_id: int) -> str:
        """The application at the secretariat's desk."""
        return f"{self.base}/applications/show/{application_id}"

    def invitation(self, token: str) -> str:
        """Where an invited person sets its password."""
        return f"{self.base}/invitation/{token}"

    def password_reset(self, token: str) -> str:
        """Where a forgotten password is set anew."""
        return f"{self.base}/password/reset/{token}"

    def confirm_email(self, token: str) -> str:
        """Where a new mail address of an account is confirmed."""
        return f"{self.base}/account/email/confirm/{token}"

    def contact_reply(self, token: str) -> str:
        """Where a member answers the contact question."""
        return f"{self.base}/contact/{token}"

    def directory(self) -> str:
        """Where the prefecture's directory sends a visitor back to."""
        return f"{self.base}/login/directory/arrive"

    def hearing(self, expulsion_id: int) -> str:
        """Where a member states its case before an expulsion is put to the vote."""
        return f"{self.base}/hearing/{expulsion_id}"

    def meeting_answer(self, entry_id: int, nonce: str) -> str:
        """Where an executive member answers a notice without logging in."""
        signer = URLSafeSerializer(self.secret, salt=MEETING_ANSWER)
        return f"{self.base}/meeting-answer/{signer.dumps([entry_id, nonce])}"

    def read_meeting_token(self, token: str) -> tuple[int, str]:
        """(roll entry id, nonce) of a personal link. Raises NotFound for one we did not make."""
        return self._read(token, MEETING_ANSWER)

    def minutes(self, meeting_id: int) -> str:
        """Where members read the minutes of a meeting."""
        return f"{self.base}/meetings/{meeting_id}/minutes"

    def cases(self) -> str:
        """The council's pages: the one address that its letters carry."""
        return f"{self.base}/cases/"

    def _read(self, token: str, salt: str) -> tuple[int, str]:
        try:
            row_id, nonce = URLSafeSerializer(self.secret, salt=salt).loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise NotFound from error
        return int(row_id), str(nonce)

    def login(self) -> str:
        """The log-in page."""
        return f"{self.base}/login"
