#!/usr/bin/env python3
"""quickstart_account_test.py BUILD: scripts/quickstart with a mailbox of one's own, as a person at a terminal runs it.

The mailbox is the sample's, on a Dovecot with TLS and an authority of its own. Looks all the while for the password: on the screen, in the
arguments and environments of programs, and in files.
"""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = SOURCE / "scripts" / "dovecot-sandbox"
USER = "lin@haiding-valve.example"
PATIENCE = 240  # seconds


class Terminal:
    """A program with a terminal of its own, and what stood on its screen."""

    def __init__(self, command, environment):
        self.screen = b""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.execvpe(command[0], command, environment)

    def read(self, seconds):
        """False once the program has ended."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # EIO: the other side is closed
            return False
        self.screen += piece
        return bool(piece)

    def answer(self, question, text):
        until = time.monotonic() + PATIENCE
        while question not in self.screen:
            if not self.read(1) or time.monotonic() > until:
                raise AssertionError(f"it never asked {question!r}: {self.screen.decode()}")
        os.write(self.terminal, text + b"\n")

    def status(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def leaks(secret, directory):
    """Where the secret lies open: arguments and environments of every program, regular files below the directory."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                if secret in (entry / name).read_bytes():
                    found.append(str(entry / name))
            except OSError:
                pass  # gone, or not ours to read
    for file in directory.rglob("*"):
        try:
            if file.is_file() and secret in file.read_bytes():
                found.append(str(file))
        except OSError:
            pass
    return found


def quickstart(work, dovecot, password, secret):
    """Runs it; exit status, screen, leaks seen on the way."""
    url = f"imaps://{USER}@localhost:{(dovecot / 'tls_port').read_text().strip()}"
    temporary = work / "tmp"
    temporary.mkdir(exist_ok=True)
    terminal = Terminal([str(SOURCE / "scripts" / "quickstart"), "--programs", str(BUILD), "--data", str(work / "data"), "--ca-file",
                         str(dovecot / "ca.pem"), url], {**os.environ, "TMPDIR": str(temporary), "TERM": "dumb"})
    terminal.answer(b"Password of", password)
    seen = []
    looked = 0.0
    until = time.monotonic() + PATIENCE
    while terminal.read(0.05):
        if time.monotonic() > until:
            os.kill(terminal.process, 15)
            raise AssertionError("it does not end: " + terminal.screen.decode())
        if time.monotonic() - looked > 0.2:
            seen += leaks(secret, work)
            looked = time.monotonic()
    status = terminal.status()
    seen += leaks(secret, work)
    if left := list(temporary.iterdir()):
        seen += [f"left behind: {file}" for file in left]
    return status, terminal.screen.decode(), seen


def check(good, what, screen):
    if not good:
        print(screen)
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


def main():
    parent = pathlib.Path(tempfile.mkdtemp(prefix="tradewind-quickstart-account."))
    parent.chmod(0o755)
    dovecot, work = parent / "dovecot", parent / "work"
    work.mkdir()
    try:
        dovecot.mkdir()
        subprocess.run([SANDBOX, "fill", dovecot, SOURCE / "tests" / "data" / "sample", "@haiding-valve.example"], check=True)
        subprocess.run([SANDBOX, "start", dovecot], check=True)
        password = (dovecot / "password").read_text().strip().encode()

        status, screen, seen = quickstart(work, dovecot, b"not the password", b"not the password")
        check(status != 0 and "refused" in screen, "a wrong password is told", screen)
        check(not seen and "not the password" not in screen, f"a wrong password stays hidden {seen}", screen)

        status, screen, seen = quickstart(work, dovecot, password, password)
        check(status == 0, f"it ends well ({status})", screen)
        check(password.decode() not in screen, "the password is not echoed", screen)
        check(not seen, f"the password lies nowhere in the clear {seen}", screen)
        for promised in ("in step with the server", "Savannah Waterworks", "Everything is accounted for"):
            check(promised in screen, f"it shows {promised!r}", screen)
        crm = [BUILD / "cli" / "crm", "--config", work / "data" / "tradewind.toml"]
        verified = subprocess.run([*crm, "verify"], capture_output=True, text=True, check=False)
        check(verified.returncode == 0, "crm verify finds nothing wrong", verified.stdout + verified.stderr)
    finally:
        subprocess.run([SANDBOX, "stop", dovecot], check=False)
        shutil.rmtree(parent, ignore_errors=True)


main()
