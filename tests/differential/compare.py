#!/usr/bin/env python3
"""compare.py PROGRAM: what our parser (parsed_as_json) sees in every shipped mail beside what Python's email package sees.

Headers, addresses, dates, text and attachment names must agree, but for the differences in EXPLAINED, each with its reason. An explanation
that no mail needs any more is an error too, so that the list stays true.
"""
import datetime
import email
import email.policy
import html.parser
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data"
ADDRESSES = ("from", "reply_to", "to", "cc")
FIELDS = ("header_names", "subject", "message_id", "references", "date", "from", "reply_to", "to", "cc", "attachments", "text")


def letters(text):
    """Without white space and marks that only lay out: lines are broken and filled differently, list items get a dash."""
    return re.sub(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\ufeff|>-]+", "", text)


class Shown(html.parser.HTMLParser):
    """The text that an HTML body shows."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "script", "title", "head"): self.hidden += 1

    def handle_endtag(self, tag):
        if tag in ("style", "script", "title", "head"): self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data):
        if not self.hidden: self.text.append(data)


def shown(markup):
    parser = Shown()
    parser.feed(markup)
    parser.close()
    return "".join(parser.text)


def squeezed(text):
    return re.sub(r"\s+", " ", text or "").strip()


def address_list(message, name):
    found = []
    for header in message.get_all(name, []):
        found += [[squeezed(one.display_name), one.addr_spec] for one in getattr(header, "addresses", ())]
    return found


def date_of(message):
    header = message.get("date")
    moment = getattr(header, "datetime", None)
    if moment is None: return None
    return int(moment.timestamp()) if moment.tzinfo else int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())


def file_names(message):
    return sorted(part.get_filename() for part in message.walk() if part.get_filename())


def body_text(message, from_html):
    body = message.get_body(("html", "plain") if from_html else ("plain", "html"))
    if body is None: return ""
    content = body.get_content()
    return shown(content) if body.get_content_type() == "text/html" else content


def seen_by_python(raw, ours):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    ids = lambda name: re.findall(r"<([^<>\s]+)>", str(message.get(name, "")))
    return {"header_names": list(message.keys()),
            "subject": squeezed(message.get("subject")),
            "message_id": (ids("message-id") or [squeezed(message.get("message-id")).strip("<>")])[0],
            "references": ids("references"),
            "date": date_of(message),
            **{key: address_list(message, name) for key, name in (("from", "from"), ("reply_to", "reply-to"), ("to", "to"), ("cc", "cc"))},
            "attachments": file_names(message),
            "text": letters(body_text(message, ours["from_html"]))}


def seen_by_us(ours):
    seen = {key: ours[key] for key in FIELDS}
    seen["subject"] = squeezed(ours["subject"])
    for key in ("from", "reply_to", "to", "cc"): seen[key] = [[squeezed(name), address] for name, address in ours[key]]
    seen["attachments"] = sorted(name for name in ours["attachments"] if name)
    seen["text"] = letters(ours["text"])
    return seen


def undecoded(value):
    """Marks of bytes that Python could not decode, or took for Latin-1."""
    return re.search("[\ufffd\udc80-\udcff]|\u00c3[\u0080-\u00bf]|\u00f0\u009f", json.dumps(value, ensure_ascii=False)) is not None


def without_blanks(addresses):
    return [[name.replace(" ", ""), address] for name, address in addresses]


# (reason, holds(field, ours, python, raw)): the first that holds explains a difference.
EXPLAINED = [
    ("Python's package raises an exception on this mess of a header; ours reads what is there",
     lambda field, ours, theirs, raw: str(theirs).startswith("raised ")),
    ("8-bit or mislabelled text whose charset we detect (gb2312 is read as gb18030, Latin-1 that is valid UTF-8 as UTF-8)",
     lambda field, ours, theirs, raw: undecoded(theirs) and not undecoded(ours)),
    ("domains are compared without case, so we keep them in lower case",
     lambda field, ours, theirs, raw: field in ADDRESSES and str(ours).lower() == str(theirs).lower()),
    ("a group without members (undisclosed-recipients:;) is shown by its name",
     lambda field, ours, theirs, raw: field in ("to", "cc") and theirs == [] and all(address == "" for _, address in ours)),
    ("a display name that only repeats the address is none",
     lambda field, ours, theirs, raw: field in ADDRESSES and ours == [["" if name.lower() == address.lower() else name, address] for name, address in theirs]),
    ("addresses divided by semicolons, as Outlook users type them",
     lambda field, ours, theirs, raw: field in ("to", "cc") and len(ours) > len(theirs) and re.search(rb"(?mi)^(To|Cc):.*;", raw)),
    ("white space between two encoded words is not shown (RFC 2047 section 6.2); in display names Python's package shows it",
     lambda field, ours, theirs, raw: field in ADDRESSES and re.search(rb"\?=\s+=\?", raw) and without_blanks(ours) == without_blanks(theirs)),
    ("a uuencoded file inside the text is an attachment, and no text",
     lambda field, ours, theirs, raw: field in ("attachments", "text") and re.search(rb"(?m)^begin [0-7]{3} ", raw)),
]


def main():
    files = sorted(str(path) for path in DATA.glob("**/*.eml"))
    program = subprocess.run([sys.argv[1], *files], check=True, stdout=subprocess.PIPE)
    used, wrong, compared = [0] * len(EXPLAINED), 0, 0
    for line in program.stdout.decode("utf-8").splitlines():
        ours = json.loads(line)
        name, raw = str(pathlib.Path(ours["file"]).relative_to(DATA)), pathlib.Path(ours["file"]).read_bytes()
        try:
            theirs = seen_by_python(raw, ours)
        except Exception as error:  # Python's package raises on some of what it reads
            theirs = {field: f"raised {type(error).__name__}" for field in FIELDS}
        mine = seen_by_us(ours)
        for field in FIELDS:
            compared += 1
            if mine[field] == theirs[field]: continue
            why = next((i for i, (_, holds) in enumerate(EXPLAINED) if holds(field, mine[field], theirs[field], raw)), None)
            if why is not None:
                used[why] += 1
                continue
            wrong += 1
            print(f"{name} {field}:\n  ours   {str(mine[field])[:300]!r}\n  python {str(theirs[field])[:300]!r}")
    for count, (reason, _) in zip(used, EXPLAINED):
        print(f"{count:4} {reason}")
        if count == 0:
            wrong += 1
            print("     no longer needed: remove it from EXPLAINED")
    print(f"{len(files)} mails, {compared} fields compared, {sum(used)} explained differences, {wrong} others")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
