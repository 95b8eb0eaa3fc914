#!/usr/bin/env python3
"""The part of scripts/bench --records: a store of many records, and commands on it as whole processes."""
import argparse
import pathlib
import shutil
import sys
import tempfile

import measure

COUNTS = ("200000", "500000", "300000")  # customers, contacts, leads
SHOW, LIST, CHECK = 30, 50, 10  # milliseconds to reach
COMMANDS = [
    (SHOW, "customer show 777"), (SHOW, "contact show 4242"), (SHOW, "lead show 1234"),
    (LIST, "customer list --match zzzqqq"), (LIST, "customer list --country PE --level A"), (LIST, "customer list --owner rep5"),
    (LIST, "customer list --status dormant"), (LIST, "customer list --tag none"), (LIST, "customer list --as rep3 --status active --level A"),
    (LIST, "contact list --as rep3"), (LIST, "contact list --match zzzqqq"), (LIST, "contact list --customer 500"),
    (LIST, "lead list"), (LIST, "lead list --owner rep5"), (LIST, "lead list --status qualified"), (LIST, "lead list --as rep3"),
    (CHECK, "customer duplicates --name Kolmara --domain kolmara.example --email info@kolmara.example --phone +4912345678"),
]
PAIRS = 10  # seconds: all pairs of customers that may be one firm
ROWS, IMPORT = 100_000, 30  # lines of CSV, seconds to reach
# A fifth of the leads that the generator makes are open.
NIGHT_COUNTS, NIGHT = ("20000", "50000", "50000"), 20  # customers, contacts, leads; seconds to reach


def line(what, seconds, goal):
    print(f"{what:72}{seconds:10.1f}{goal:10}  {'ok' if seconds <= goal else 'MISSED'}")


def store(crm, generator, data, counts):
    measure.run([crm, "--data", data, "init", "--firm", "Bench", "--domain", "own.example", "--country", "CN"])
    print("making " + ", ".join(f"{count} {what}" for count, what in zip(counts, ("customers", "contacts", "leads"))), file=sys.stderr)
    measure.run([generator, "fill", data, *counts])


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench --records")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="build directory")
    parser.add_argument("--directory", type=pathlib.Path)
    options = parser.parse_args()
    crm, generator = str(options.programs.resolve() / "cli" / "crm"), str(options.programs.resolve() / "tests" / "records_bench")
    work = pathlib.Path(tempfile.mkdtemp(prefix="records-", dir=options.directory))
    try:
        data = str(work / "data")
        store(crm, generator, data, COUNTS)
        start = measure.median_ms([crm, "version"])
        print(f"{'whole process, median ms':72}{'measured':>10}{'to reach':>10}")
        print(f"{'version (the start of the process alone)':72}{start:10.1f}{'-':>10}")
        for goal, command in COMMANDS:
            line(command[:70], measure.median_ms([crm, "--data", data, *command.split()]), goal)
        line("customer duplicates: all pairs, s", measure.measured([crm, "--data", data, "customer", "duplicates"])["wall"], PAIRS)
        rows = work / "rows.csv"
        rows.write_bytes(measure.output([generator, "csv", str(ROWS)]))
        taken = measure.measured([crm, "--data", data, "import", "customers", str(rows)])
        line(f"import of {ROWS} rows, s", taken["wall"], IMPORT)
        night = str(work / "night")
        store(crm, generator, night, NIGHT_COUNTS)
        line("nightly over 10000 open leads, s", measure.measured([crm, "--data", night, "nightly"])["wall"], NIGHT)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
