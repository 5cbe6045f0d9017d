"""A private Dovecot: an IMAP server with one mailbox, on a free loopback port."""

import getpass
import grp
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.support.processes import (
    Server,
    free_port,
    is_listening,
    program,
    with_parent_death_signal,
)

USER, PASSWORD = "answers", "a-word-of-the-tests"


class ImapServer:
    """A server started on entry; `url` is its URL, `put` delivers a mail."""

    def __enter__(self) -> "ImapServer":
        self.folder = Path(tempfile.mkdtemp(prefix="platform-imap-"))
        port = free_port()
        self.url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}/INBOX"
        (self.folder / "passwd").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:::::\n")
        config = self.folder / "dovecot.conf"
        config.write_text(self._config(port))
        command = [program("dovecot", Path("/usr/sbin")), "-F", "-c", str(config)]
        self.server = Server(with_parent_death_signal(command), self.folder / "log", signal.SIGTERM)
        self.server.wait_until(lambda: is_listening(port))
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, raw: bytes) -> None:
        """Deliver a mail to the mailbox."""
        new = self._maildir / "new"
        for name in ("new", "cur", "tmp"):
            (self._maildir / name).mkdir(parents=True, exist_ok=True)
        number = len(list(self._maildir.rglob("*.mail*")))
        (new / f"{number}.mail").write_bytes(raw)
        self._own(self._maildir)

    @property
    def _maildir(self) -> Path:
        return self.folder / "mail" / USER

    def _own(self, folder: Path) -> None:
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody:nogroup", str(folder)], check=True)

    def _config(self, port: int) -> str:
        root = os.geteuid() == 0
        user = "nobody" if root else getpass.getuser()
        group = "nogroup" if root else grp.getgrgid(os.getgid()).gr_name
        self.folder.chmod(0o755)
        (self.folder / "mail").mkdir()
        self._own(self.folder / "mail")
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
mail_location = maildir:{self.folder}/mail/%u
passdb {{
  driver = passwd-file
  args = {self.folder}/passwd
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={self.folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
