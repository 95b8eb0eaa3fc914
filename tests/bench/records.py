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
ROWS, IMPORT = 100_000, 30  # lines of CSV, seconds to reach


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench --records")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="build directory")
    parser.add_argument("--directory", type=pathlib.Path)
    options = parser.parse_args()
    crm, generator = str(options.programs.resolve() / "cli" / "crm"), str(options.programs.resolve() / "tests" / "records_bench")
    work = pathlib.Path(tempfile.mkdtemp(prefix="records-", dir=options.directory))
    try:
        data = str(work / "data")
        measure.run([crm, "--data", data, "init", "--firm", "Bench", "--domain", "own.example", "--country", "CN"])
        print("making " + ", ".join(f"{count} {what}" for count, what in zip(COUNTS, ("customers", "contacts", "leads"))), file=sys.stderr)
        measure.run([generator, "fill", data, *COUNTS])
        start = measure.median_ms([crm, "version"])
        print(f"{'whole process, median ms':72}{'measured':>10}{'to reach':>10}")
        print(f"{'version (the start of the process alone)':72}{start:10.1f}{'-':>10}")
        for goal, command in COMMANDS:
            milliseconds = measure.median_ms([crm, "--data", data, *command.split()])
            print(f"{command[:70]:72}{milliseconds:10.1f}{goal:10}  {'ok' if milliseconds <= goal else 'MISSED'}")
        rows = work / "rows.csv"
        rows.write_bytes(measure.output([generator, "csv", str(ROWS)]))
        taken = measure.measured([crm, "--data", data, "import", "customers", str(rows)])
        print(f"{f'import of {ROWS} rows, s':72}{taken['wall']:10.1f}{IMPORT:10}  {'ok' if taken['wall'] <= IMPORT else 'MISSED'}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
