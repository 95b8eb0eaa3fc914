#!/usr/bin/env python3
"""The measuring part of scripts/bench: generates mail, serves it by a Dovecot of its own, and measures programs by wait4(2)."""
import argparse
import contextlib
import imaplib
import json
import os
import pathlib
import shutil
import sys
import tempfile

import measure
import programs

ROOT = pathlib.Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "bench" / "report.json"
USER = "bench@blueharbour-export.example"


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("count", nargs="?", type=int, default=30_000)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--idle", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--directory", type=pathlib.Path)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="build directory")
    return parser.parse_args()


def choose_directory(wished):
    """The sandbox's Dovecot runs as nobody when we are root, and cannot enter root's own home."""
    directory = wished or ROOT / "build" / "bench"
    if wished is None and os.getuid() == 0:
        closed = any(not part.stat().st_mode & 0o001 for part in ROOT.parents)
        directory = pathlib.Path("/var/tmp/tradewind-bench") if closed else directory
    directory.mkdir(parents=True, exist_ok=True)
    return pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=directory))


@contextlib.contextmanager
def dovecot(directory):
    sandbox = str(ROOT / "scripts" / "dovecot-sandbox")
    measure.run([sandbox, "start", str(directory)])
    try:
        yield measure.Server(int((directory / "port").read_text()), (directory / "password").read_text().strip())
    finally:
        measure.run([sandbox, "stop", str(directory)])


def warm_up(server):
    """Lets Dovecot build its own index of the mailbox, so that no client pays for it."""
    session = imaplib.IMAP4("127.0.0.1", server.port)
    session.login(USER, server.password)
    for folder in ("INBOX", "Sent"):
        session.select(folder, readonly=True)
        session.fetch("1:*", "(UID FLAGS INTERNALDATE RFC822.SIZE)")
    session.logout()


def one_size(options, work, count, compare):
    """All measurements over `count` mails; the others' syncing and indexing only when `compare`."""
    box = work / f"dovecot-{count}"
    maildir = box / "mail" / USER / "Maildir"
    maildir.mkdir(parents=True)
    print(f"generating {count} mails", file=sys.stderr)
    generated = json.loads(measure.output([str(options.programs / "tests" / "mailgen"), str(maildir), str(count)]))
    sender = measure.busiest_sender(maildir)
    others = programs.Others(work / f"others-{count}", maildir)
    with dovecot(box) as server:
        warm_up(server)
        crm = programs.Crm(options.programs, work / f"crm-{count}", server, USER)
        print("crm sync --once", file=sys.stderr)
        result = {"mail": generated, "crm": crm.sync()}
        if compare:
            print("mbsync, notmuch new", file=sys.stderr)
            result["mbsync"] = others.mbsync(server, USER)
            result["notmuch"] = others.notmuch_new()
    print("mu index", file=sys.stderr)
    result["mu"] = others.mu_index()
    result["sizes"] = {"maildir": measure.tree_bytes(maildir), **crm.sizes(), **others.sizes()}
    print("queries", file=sys.stderr)
    result["queries"] = {name: {**crm.query(query, sender), **others.query(query, sender)} for name, query in programs.QUERIES.items()}
    result["verify"] = crm.verify()
    return result


def ratios(result):
    crm, mu = result["crm"], result["mu"]
    both = {key: result["mbsync"][key] + result["notmuch"][key] for key in ("cpu", "wall")}
    sizes = result["sizes"]
    return {"CPU: crm / (mbsync + notmuch new)": (crm["cpu"] / both["cpu"], 1 / 5), "wall: crm / (mbsync + notmuch new)": (crm["wall"] / both["wall"], 1 / 4),
            "CPU: crm / mu index": (crm["cpu"] / mu["cpu"], 1 / 3),
            "store + vault + index / maildir": ((sizes["crm.db"] + sizes["vault.db"] + sizes["search.db"]) / sizes["maildir"], 0.8),
            "peak memory of the sync, MB": (crm["rss"] / 1e6, 200)}


def print_size(count, result):
    mail = result["mail"]
    print(f"\n{count} mails, {mail['bytes'] / 1e6:.0f} MB, {mail['text_bytes'] / 1e6:.0f} MB of text, median {mail['median_bytes'] / 1e3:.1f} KB\n")
    print(f"{'':34}{'CPU s':>9}{'wall s':>9}{'peak MB':>9}")
    for name, label in (("crm", "crm sync --once, the whole way"), ("mbsync", "mbsync"), ("notmuch", "notmuch new"), ("mu", "mu init + mu index")):
        if name in result:
            print(f"{label:34}{result[name]['cpu']:9.2f}{result[name]['wall']:9.2f}{result[name]['rss'] / 1e6:9.1f}")
    print("\nsizes, MB: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in result["sizes"].items()))
    print(f"\n{'query, whole process, median ms':34}{'crm':>9}{'mu':>9}{'notmuch':>9}   matches crm / mu / notmuch")
    for name, row in result["queries"].items():
        times = "".join(f"{row[tool]['ms']:9.1f}" if tool in row else f"{'-':>9}" for tool in ("crm", "mu", "notmuch"))
        print(f"{name:34}{times}   " + " / ".join(str(row[tool]["matches"]) if tool in row else "-" for tool in ("crm", "mu", "notmuch")))
    print(f"\ncrm verify: {result['verify']}")


def print_ratios(rows):
    print(f"\n{'':44}{'measured':>10}{'to reach':>10}")
    for name, (value, goal) in rows.items():
        print(f"{name:44}{value:10.3f}{goal:10.3f}  {'ok' if value <= goal else 'MISSED'}")


def main():
    options = arguments()
    options.programs = options.programs.resolve()
    work = choose_directory(options.directory)
    if os.getuid() == 0:
        work.chmod(0o755)
    try:
        report = {"machine": measure.machine(), "sizes": {}}
        first = report["sizes"][options.count] = one_size(options, work, options.count, compare=True)
        print_size(options.count, first)
        rows = ratios(first)
        if options.growth:
            large = report["sizes"][10 * options.count] = one_size(options, work, 10 * options.count, compare=False)
            print_size(10 * options.count, large)
            rows["CPU per message at 10 N / at N"] = (large["crm"]["cpu"] / first["crm"]["cpu"] / 10, 1.3)
            for name, row in large["queries"].items():
                rows[f"query at 10 N, ms: {name}"] = (row["crm"]["ms"], min(20, row["mu"]["ms"]))
        if options.idle:
            print("200 idle mailboxes", file=sys.stderr)
            report["idle"] = programs.idle_memory(options.programs, work / "idle", dovecot)
            rows["daemon with 200 idle mailboxes, MB"] = (report["idle"]["rss"] / 1e6, 40)
        print_ratios(rows)
        report["ratios"] = {name: {"measured": value, "goal": goal} for name, (value, goal) in rows.items()}
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(json.dumps(report, indent=1) + "\n")
        print(f"\n{REPORT}")
    finally:
        if options.keep:
            print(f"kept: {work}", file=sys.stderr)
        else:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
