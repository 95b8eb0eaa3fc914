#!/usr/bin/env python3
"""Writes the sample mailbox: make.py [DIRECTORY], default beside this file. Same bytes on every run.

The letters are in letters/*.py, each a list of letter(...) calls in the order of arrival. Everything in them is invented; every domain ends
in .example, or is a free-mail or B2B-platform domain used only as a sender's name. Output: USER/FOLDER/NNN.eml, lines ending in CRLF.
"""
import importlib
import pathlib
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from letters import mail  # noqa: E402

CHAPTERS = ["buyers", "asia", "running", "platforms", "noise"]


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for chapter in CHAPTERS:
        importlib.import_module("letters." + chapter)
    for user in mail.MAILBOXES:
        shutil.rmtree(target / user, ignore_errors=True)
    count = 0
    for number, letter in enumerate(sorted(mail.LETTERS, key=lambda one: one.when), start=1):
        for user, folder in letter.places:
            path = target / user / folder / f"{number:03}.eml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(letter.delivered_to(user, folder))
            count += 1
    print(f"{count} files of {len(mail.LETTERS)} letters")


if __name__ == "__main__":
    main()
