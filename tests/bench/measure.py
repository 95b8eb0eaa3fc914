"""Running programs and reading what the kernel counted for them."""
import collections
import email
import email.utils
import os
import pathlib
import platform
import statistics
import subprocess
import time
from typing import NamedTuple


class Server(NamedTuple):
    port: int
    password: str


class Failed(RuntimeError):
    pass


def run(command, environment=None, log=subprocess.DEVNULL):
    """One program to its end: CPU seconds (user + system, with the children it waited for), wall seconds, peak resident bytes."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
    complaint = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed(f"{command[0]} ended with {child.returncode}: {complaint.decode(errors='replace')[-2000:]}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "rss": usage.ru_maxrss * 1024}


def measured(command, environment=None):
    """run() after what others wrote has reached the disk, so that nobody pays for it here."""
    os.sync()
    return run(command, environment)


def output(command, environment=None):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, env={**os.environ, **(environment or {})}).stdout


def median_ms(command, environment=None, runs=9):
    run(command, environment)
    return statistics.median(run(command, environment)["wall"] for _ in range(runs)) * 1000


def tree_bytes(directory):
    return sum(path.stat().st_size for path in pathlib.Path(directory).rglob("*") if path.is_file() and not path.name.startswith("dovecot"))


def busiest_sender(maildir):
    """The address that most of a sample of the mail is from."""
    files = sorted((maildir / "cur").iterdir())
    senders = collections.Counter()
    for file in files[:: max(1, len(files) // 2000)]:
        with open(file, "rb") as stream:
            senders[email.utils.parseaddr(email.message_from_bytes(stream.read(4096))["From"])[1]] += 1
    return senders.most_common(1)[0][0]


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return {"cpu": model, "cores": os.cpu_count(), "kernel": platform.release(), "date": time.strftime("%Y-%m-%d")}
