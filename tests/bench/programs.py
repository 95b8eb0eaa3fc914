"""The programs under measurement: ours, and the ones it is compared with."""
import json
import os
import pathlib
import signal
import subprocess
import time

import measure

# Each query in the languages of crm, mu and notmuch; {sender} is an address of the mail. The word and the phrase are frequent ones.
QUERIES = {
    "common word, newest 20": ("price", "price", "price"),
    "Chinese word of two characters": ("报价", "报价", "报价"),
    "phrase": ('"please send"', '"please send"', '"please send"'),
    "from + date range": ("from:{sender} after:2023-01-01 before:2024-01-01", "from:{sender} date:20230101..20231231",
                          "from:{sender} date:2023-01-01..2023-12-31"),
}


def write_private(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


class Crm:
    def __init__(self, build, directory, server, user):
        self.program, self.directory = str(build / "cli" / "crm"), directory
        self.config = directory / "tradewind.toml"
        write_private(directory / "password", server.password + "\n")
        write_private(self.config, config_text(directory / "data", [account(user, server.port, directory)]))
        self.command = [self.program, "--config", str(self.config)]
        measure.run([*self.command, "init"])

    def sync(self):
        return measure.measured([*self.command, "sync", "--once"])

    def sizes(self):
        return {name: sum(path.stat().st_size for path in (self.directory / "data").glob(name + "*")) for name in ("crm.db", "vault.db", "search.db")}

    def query(self, query, sender):
        text = query[0].format(sender=sender)
        words = [*self.command, "search", *([text] if text.startswith('"') else text.split())]
        return {"crm": {"ms": measure.median_ms([*words, "--limit", "20"]), "matches": self.count(words)}}

    def count(self, words, page=10_000):
        total = 0
        while True:
            found = json.loads(measure.output([*words, "--limit", str(page), "--offset", str(total), "--json"]))
            total += len(found["items"])
            if len(found["items"]) < page:
                return total

    def verify(self):
        done = subprocess.run([*self.command, "verify"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return f"exit {done.returncode}: {(done.stdout.decode().strip().splitlines() or [''])[-1]}"


def account(user, port, directory):
    return (f'[[account]]\nname = "{user.partition("@")[0]}"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "plain"\nuser = "{user}"\n'
            f'password_file = "{directory / "password"}"\n')


def config_text(data, accounts):
    return (f'data = "{data}"\nlog_level = "warning"\n[firm]\nname = "Blue Harbour Export"\nown_domains = ["blueharbour-export.example"]\n'
            'home_country = "CN"\n' + "".join(accounts))


class Others:
    """mbsync with its default fsync into a Maildir of its own; notmuch and mu with their defaults."""

    def __init__(self, directory, maildir):
        self.directory, self.maildir = directory, maildir
        directory.mkdir(parents=True)
        self.notmuch_environment = {"NOTMUCH_CONFIG": str(directory / "notmuch-config"), "NOTMUCH_PROFILE": ""}
        self.mu_home = f"--muhome={directory / 'mu'}"
        self.has_notmuch = False

    def mbsync(self, server, user):
        near = self.directory / "maildir"
        near.mkdir()
        write_private(self.directory / "mbsyncrc", f"""IMAPAccount bench
Host 127.0.0.1
Port {server.port}
User {user}
Pass {server.password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {near}/
Inbox {near}/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
""")
        result = measure.measured(["mbsync", "-q", "-c", str(self.directory / "mbsyncrc"), "-a"])
        self.maildir = near
        return result

    def notmuch_new(self):
        write_private(self.directory / "notmuch-config", f"[database]\npath={self.maildir}\n[user]\nname=Bench\nprimary_email=bench@blueharbour-export.example\n"
                      "[new]\ntags=unread;inbox;\nignore=.mbsyncstate;.uidvalidity\n[search]\nexclude_tags=\n[maildir]\nsynchronize_flags=true\n")
        self.has_notmuch = True
        return measure.measured(["notmuch", "new", "--quiet"], self.notmuch_environment)

    def mu_index(self):
        made = measure.measured(["mu", "init", self.mu_home, f"--maildir={self.maildir}"])
        indexed = measure.measured(["mu", "index", "--quiet", self.mu_home])
        return {"cpu": made["cpu"] + indexed["cpu"], "wall": made["wall"] + indexed["wall"], "rss": max(made["rss"], indexed["rss"])}

    def sizes(self):
        found = {"mu index": measure.tree_bytes(self.directory / "mu")}
        if self.has_notmuch:
            found["notmuch index"] = measure.tree_bytes(self.maildir / ".notmuch")
        return found

    def query(self, query, sender):
        mu = ["mu", "find", self.mu_home, "--sortfield=date", "--reverse", query[1].format(sender=sender)]
        # mu ends with 2 when nothing matches.
        matches = subprocess.run(mu, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.count(b"\n")
        found = {"mu": {"ms": measure.median_ms([*mu, "-n", "20"]), "matches": matches}} if matches else {}
        if self.has_notmuch:
            text = query[2].format(sender=sender)
            count = int(measure.output(["notmuch", "count", text], self.notmuch_environment))
            newest = ["notmuch", "search", "--limit=20", "--sort=newest-first", text]
            found["notmuch"] = {"ms": measure.median_ms(newest, self.notmuch_environment), "matches": count}
        return found


def idle_memory(build, directory, dovecot, mailboxes=200, mails=3):
    """Resident bytes of the daemon once `mailboxes` accounts of a few mails each are synced and nothing happens any more."""
    for number in range(mailboxes):
        maildir = directory / "dovecot" / "mail" / f"user{number}@blueharbour-export.example" / "Maildir"
        maildir.parent.mkdir(parents=True)
        measure.run([str(build / "tests" / "mailgen"), str(maildir), str(mails), str(number)])
    with dovecot(directory / "dovecot") as server:
        write_private(directory / "password", server.password + "\n")
        users = [f"user{number}@blueharbour-export.example" for number in range(mailboxes)]
        write_private(directory / "tradewind.toml", config_text(directory / "data", [account(user, server.port, directory) for user in users]))
        crm = [str(build / "cli" / "crm"), "--config", str(directory / "tradewind.toml")]
        measure.run([*crm, "init"])
        daemon = subprocess.Popen([str(build / "mailsync" / "crm-mailsyncd"), "--config", str(directory / "tradewind.toml")],
                                  stdin=subprocess.DEVNULL, stderr=open(directory / "daemon.log", "wb"))
        try:
            return wait_until_idle(crm, daemon, mailboxes)
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(60)


def wait_until_idle(crm, daemon, mailboxes, patience=300):
    """Idle: every mailbox is complete and the daemon has used no CPU to speak of for five seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if subprocess.run([*crm, "status"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            before = process_cpu(daemon.pid)
            time.sleep(5)
            if process_cpu(daemon.pid) - before < 0.05:
                fields = dict(line.split(":", 1) for line in open(f"/proc/{daemon.pid}/status"))
                return {"mailboxes": mailboxes, "rss": int(fields["VmRSS"].split()[0]) * 1024, "peak": int(fields["VmHWM"].split()[0]) * 1024}
        time.sleep(0.5)
    raise measure.Failed(f"the daemon did not come to rest within {patience} s")


def process_cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
