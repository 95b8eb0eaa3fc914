#!/usr/bin/env python3
"""cyrus_test.py CRM UNPACKED: `crm sync --once` against a real Cyrus, the second server beside Dovecot.

A mailbox with the sample letters in three folders (one with a Chinese name) is taken in; then mail is flagged, copied, moved and expunged, a folder
is made anew under its old name (another UIDVALIDITY), and after each step the store must agree with the server.
"""
import base64
import imaplib
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SANDBOX = str(SOURCE / "scripts" / "cyrus-sandbox")
SAMPLE = SOURCE / "tests" / "data" / "sample" / "lin"


def modified_utf7(name):  # RFC 3501 section 5.1.3
    out = ""
    for plain, run in itertools.groupby(name, lambda c: " " <= c <= "~"):
        text = "".join(run)
        wide = base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        out += text.replace("&", "&-") if plain else f"&{wide}-"
    return out


def crlf(data):
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\0", b" ")


class Firm:
    """One data directory with one account on the sandbox."""

    def __init__(self, crm, work, port, password):
        self.command = [crm, "--config", str(work / "tradewind.toml")]
        (work / "password").write_text(password + "\n")
        (work / "password").chmod(0o600)
        (work / "tradewind.toml").write_text(
            f'data = "{work / "data"}"\nlog_level = "warning"\n[firm]\nname = "Sample"\nown_domains = ["haiding-valve.example"]\n'
            f'home_country = "CN"\n[[account]]\nname = "lin"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plain"\nuser = "lin"\n'
            f'password_file = "{work / "password"}"\n')
        self.text("init")

    def text(self, *words):
        done = subprocess.run([*self.command, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"FAILED: crm {' '.join(words)} ended with {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
        return done.stdout

    def one(self, *words):
        return json.loads(self.text(*words, "--json"))["items"][0]

    def sync(self):
        report = self.one("sync", "--once")
        status = self.one("status")
        check("the account is complete", status["ok"], True)
        self.text("verify")
        return report, {folder["folder"]: folder for folder in status["accounts"][0]["folders"]}, status["messages"]


def check(what, got, wanted):
    if got != wanted:
        raise SystemExit(f"FAILED: {what}: {got!r} instead of {wanted!r}")


def fill(server, folder, files):
    """How many Cyrus took: it refuses the sample's one broken letter at the door."""
    name = f'"{modified_utf7(folder)}"'
    server.create(name)
    answers = [server.append(name, r"(\Seen)" if folder == "Sent" else "", None, crlf(file.read_bytes()))[0] for file in files]
    if answers.count("OK") < len(files) - 1:
        raise SystemExit(f"FAILED: Cyrus took only {answers.count('OK')} of {len(files)} letters into {folder}")
    return answers.count("OK")


def run(crm, unpacked, work):
    subprocess.run([SANDBOX, "unpack", unpacked], check=True)
    cyrus = work / "cyrus"
    subprocess.run([SANDBOX, "start", unpacked, str(cyrus), "lin"], check=True)
    try:
        port, password = int((cyrus / "port").read_text()), (cyrus / "password").read_text().strip()
        with imaplib.IMAP4("127.0.0.1", port) as server:
            server.login("lin", password)
            follow(Firm(crm, work, port, password), server)
    finally:
        subprocess.run([SANDBOX, "stop", str(cyrus)], check=True)


def follow(firm, server):
    counts = {folder.name: fill(server, folder.name, sorted(folder.glob("*.eml"))) for folder in sorted(SAMPLE.iterdir())}
    report, folders, messages = firm.sync()
    check("fetched", report["fetched"], sum(counts.values()))
    check("each folder's mail", {name: folders[name]["filed"] + folders[name]["quarantined"] for name in counts}, counts)
    check("Sent is known by SPECIAL-USE", folders["Sent"]["role"], "sent")

    check("a second look takes nothing", firm.sync()[0]["fetched"], 0)

    server.select("INBOX")
    server.uid("STORE", "1", "+FLAGS", r"(\Flagged \Seen)")
    server.uid("COPY", "2", "Trash")
    server.uid("COPY", "3", f'"{modified_utf7("项目")}"')
    server.uid("MOVE", "4", f'"{modified_utf7("项目")}"')
    server.uid("STORE", "5", "+FLAGS", r"(\Deleted)")
    server.uid("EXPUNGE", "5")
    report, folders, after = firm.sync()
    check("copied and moved mail is no new mail", after, messages)
    check("two further deliveries", report["known"], 2)
    check("moved and expunged mail is marked gone", folders["INBOX"]["gone"], 2)
    check("the flag is followed", len(json.loads(firm.text("search", "is:flagged", "--json"))["items"]), 1)

    # The folder made anew under its old name has another UIDVALIDITY; the same mail comes back and is recognised by its content.
    server.select("INBOX")
    name = f'"{modified_utf7("项目")}"'
    server.delete(name)
    counts["项目"] = fill(server, "项目", sorted((SAMPLE / "项目").glob("*.eml")))
    report, folders, after = firm.sync()
    check("a new UIDVALIDITY makes no new mail", after, messages)
    check("the folder is whole again", folders["项目"]["filed"] + folders["项目"]["quarantined"], counts["项目"])


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="tradewind-cyrus-"))
    work.chmod(0o755)
    try:
        run(sys.argv[1], sys.argv[2], work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


main()
