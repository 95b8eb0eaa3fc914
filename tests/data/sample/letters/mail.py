"""Assembles letters into the bytes that mail programs really send: their charsets, transfer encodings, structures and quoting habits."""
import base64
import datetime
import email.utils
import hashlib
import quopri
import re

MAILBOXES = {"lin": "lin@haiding-valve.example", "zhao": "zhao@haiding-valve.example", "chen": "chen@haiding-valve.example"}
LETTERS = []
BY_KEY = {}

# What the charset is called in the header, where Python's codec of the same bytes has another name: mail programs label GBK text gb2312.
CODECS = {"gb2312": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949"}


def encoded(text, charset):
    return text.encode(CODECS.get(charset.lower(), charset))


def word(text, charset="utf-8", kind="B"):
    """One header value as RFC 2047 encoded words of at most 75 characters; ASCII stays as it is. Never splits a character."""
    if text.isascii():
        return text
    words, piece = [], ""
    for character in text + "\0":
        candidate = piece + character
        if character == "\0" or len(_one_word(candidate, charset, kind)) > 75:
            if piece:
                words.append(_one_word(piece, charset, kind))
            piece = "" if character == "\0" else character
        else:
            piece = candidate
    return "\r\n ".join(words)


def _one_word(text, charset, kind):
    raw = encoded(text, charset)
    if kind == "B":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    body = "".join(chr(b) if chr(b).isalnum() and b < 128 else "_" if b == 32 else f"={b:02X}" for b in raw)
    return f"=?{charset}?Q?{body}?="


def address(text, charset="utf-8"):
    """'Name <a@b>, c@d' with the names encoded where they need it."""
    out = []
    for name, mailbox in email.utils.getaddresses([text]):
        if not name:
            out.append(mailbox)
        elif not name.isascii():
            out.append(f"{word(name, charset)} <{mailbox}>")
        elif re.search(r"[^\w !#$%&'*+/=?^`{|}~-]", name):
            out.append(f'"{name}" <{mailbox}>')
        else:
            out.append(f"{name} <{mailbox}>")
    return ",\r\n ".join(out)


def transfer(raw, how):
    if how == "base64":
        return base64.encodebytes(raw).replace(b"\n", b"\r\n")
    lines = raw.replace(b"\r\n", b"\n")
    if how == "quoted-printable":
        lines = quopri.encodestring(lines)
    return lines.replace(b"\n", b"\r\n")


def part(kind, raw, how="base64", headers=()):
    head = [f"Content-Type: {kind}", f"Content-Transfer-Encoding: {how}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + transfer(raw, how)


def text_part(text, charset="utf-8", how="8bit", subtype="plain"):
    return part(f"text/{subtype}; charset={charset}", encoded(text, charset), how)


def attachment(name, kind, raw, name_style="rfc2047"):
    """name_style: rfc2047 (what most programs send), rfc2231 (what the standard says), gbk (raw bytes are not sent, but GBK words are)."""
    if name.isascii():
        shown, given = f'name="{name}"', f'filename="{name}"'
    elif name_style == "rfc2231":
        percent = "".join(f"%{b:02X}" for b in name.encode())
        shown, given = f"name*=utf-8''{percent}", f"filename*=utf-8''{percent}"
    else:
        charset = "gb2312" if name_style == "gbk" else "utf-8"
        shown, given = f'name="{word(name, charset)}"', f'filename="{word(name, charset)}"'
    return part(f"{kind};\r\n {shown}", raw, "base64", [f"Content-Disposition: attachment;\r\n {given}"])


def inline_image(cid, name, raw):
    return part(f'image/png; name="{name}"', raw, "base64", [f"Content-ID: <{cid}>", f'Content-Disposition: inline; filename="{name}"'])


def multipart(kind, parts, seed, params=""):
    boundary = f"----=_Part_{hashlib.sha256(seed.encode()).hexdigest()[:20]}_{kind}"
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + (b"" if one.endswith(b"\r\n") else b"\r\n") for one in parts)
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"{params}\r\n\r\n'.encode()
    return head + body + b"--" + boundary.encode() + b"--\r\n"


def as_html(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<html><body>" + "".join(f"<p>{p}</p>" for p in escaped.replace("\n", "<br>\n").split("<br>\n<br>\n")) + "</body></html>\n"


class Letter:
    """One message. `head` and `entity` are bytes; each delivery gets its own Received lines, as a server writes them."""

    def __init__(self, when, places, head, entity, raw=None):
        self.when, self.places, self.head, self.entity, self.raw = when, places, head, entity, raw

    def delivered_to(self, user, folder):
        if self.raw is not None:
            return self.raw
        if folder == "Sent":
            return self.head + self.entity
        stamp = email.utils.format_datetime(self.when.astimezone(datetime.timezone(datetime.timedelta(hours=8))))
        trace = hashlib.sha256((user + folder).encode() + self.head).hexdigest()[:12]
        received = (f"Return-Path: <{self.sender}>\r\nDelivered-To: {MAILBOXES[user]}\r\n"
                    f"Received: from {self.sender.rpartition('@')[2] or 'localhost'} ([192.0.2.{int(trace[:2], 16) % 250 + 1}])\r\n"
                    f"\tby mx.haiding-valve.example with ESMTPS id {trace};\r\n\t{stamp}\r\n")
        return received.encode() + self.head + self.entity


def letter(key, when, to, sender, subject, text="", *, at=None, charset="utf-8", how="quoted-printable", html=None, only_html=False,
           related=(), files=(), reply=None, quote=True, wrote=None, cc=None, headers=(), message_id=None, entity=None, header_kind="B"):
    """Adds one letter. to: header value; at: [(user, folder)]; reply: key of the letter answered (threads, subject and quote follow from it); wrote: the line
    above the quote; html: True for an alternative made of the text, or the HTML itself; related: inline images; files: attachments."""
    moment = datetime.datetime.strptime(when, "%Y-%m-%d %H:%M %z")
    text = re.sub(r"(?m)^    ", "", text).strip("\n") + "\n"
    parent = BY_KEY[reply] if reply else None
    references = []
    if parent:
        references = parent.references + [parent.message_id]
        subject = subject or ("Re: " + re.sub(r"^(re|aw|答复|回复): *", "", parent.subject, flags=re.I))
        if quote:
            line = wrote or f"On {parent.when:%a, %b %d, %Y at %H:%M}, {parent.sender_name} wrote:"
            text += "\n" + line + "\n" + "".join(("> " + one).rstrip() + "\n" for one in parent.text.splitlines())
    name, mailbox = email.utils.parseaddr(sender)
    domain = mailbox.rpartition("@")[2]
    message_id = message_id or f"<{hashlib.sha256(key.encode()).hexdigest()[:24]}@{'mail.' + domain}>"
    head = [f"From: {address(sender, charset)}", f"To: {address(to, charset)}"]
    head += [f"Cc: {address(cc, charset)}"] if cc else []
    head += [f"Subject: {word(subject, charset, header_kind)}", f"Date: {email.utils.format_datetime(moment)}", f"Message-ID: {message_id}"]
    head += [f"In-Reply-To: {references[-1]}", "References: " + "\r\n ".join(references)] if references else []
    head += [*headers, "MIME-Version: 1.0"]
    body = entity if entity is not None else _body(key, text, charset, how, html, only_html, related, files)
    made = Letter(moment, at or [("lin", "INBOX")], ("\r\n".join(head) + "\r\n").encode(), body)
    made.sender, made.sender_name, made.subject, made.text = mailbox, name or mailbox, subject, text
    made.message_id, made.references = message_id, references
    LETTERS.append(made)
    BY_KEY[key] = made
    return made


def _body(key, text, charset, how, html, only_html, related, files):
    markup = as_html(text) if html is True or (only_html and not html) else html
    if markup:
        markup = text_part(markup, charset, how, "html")
        if related:
            markup = multipart("related", [markup, *related], key + "related", ';\r\n type="text/html"')
    if only_html:
        body = markup
    elif markup:
        body = multipart("alternative", [text_part(text, charset, how), markup], key + "alternative")
    else:
        body = text_part(text, charset, how)
    return multipart("mixed", [body, *files], key + "mixed") if files else body


def raw_letter(key, when, at, raw):
    """A message given byte for byte, for what no builder should be able to write."""
    LETTERS.append(Letter(datetime.datetime.strptime(when, "%Y-%m-%d %H:%M %z"), at, b"", b"", raw))
