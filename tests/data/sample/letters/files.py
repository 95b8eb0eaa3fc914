"""Small real files to attach: PDF, XLSX, DOCX and PNG, written from their specifications with nothing but the standard library."""
import io
import struct
import zipfile
import zlib


def pdf(*lines):
    """One page of Helvetica; Latin-1 text. (PDF 1.4)"""
    shown = "".join(f"({line.translate({40: '[', 41: ']', 92: '/'})}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 56 780 Td\n{shown}ET\n".encode("latin-1", "replace")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
               b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"endstream",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _package(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return buffer.getvalue()


def _escaped(value):
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


OPEN_XML = "http://schemas.openxmlformats.org/"


def _relations(kind, target):
    return (f'<Relationships xmlns="{OPEN_XML}package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{OPEN_XML}officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>')


def _types(part, kind):
    return (f'<Types xmlns="{OPEN_XML}package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>'
            '</Types>')


def xlsx(*rows):
    """One sheet; text goes to the shared strings, as spreadsheet programs write it, numbers into the cells."""
    strings, cells = [], []
    for r, row in enumerate(rows, start=1):
        line = ""
        for c, value in enumerate(row):
            where = f"{chr(65 + c)}{r}"
            if isinstance(value, str):
                line += f'<c r="{where}" t="s"><v>{len(strings)}</v></c>'
                strings.append(f"<si><t>{_escaped(value)}</t></si>")
            else:
                line += f'<c r="{where}"><v>{value}</v></c>'
        cells.append(f'<row r="{r}">{line}</row>')
    main = f'xmlns="{OPEN_XML}spreadsheetml/2006/main"'
    relations = (f'<Relationships xmlns="{OPEN_XML}package/2006/relationships">'
                 f'<Relationship Id="rId1" Type="{OPEN_XML}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
                 f'<Relationship Id="rId2" Type="{OPEN_XML}officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
                 "</Relationships>")
    types = _types("/xl/workbook.xml", "spreadsheetml.sheet").replace(
        "</Types>", '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/></Types>')
    return _package({
        "[Content_Types].xml": types,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{OPEN_XML}officeDocument/2006/relationships"><sheets>'
                           '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(cells)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst {main} count="{len(strings)}" uniqueCount="{len(strings)}">{"".join(strings)}</sst>'})


def docx(*paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{_escaped(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return _package({
        "[Content_Types].xml": _types("/word/document.xml", "wordprocessingml.document"),
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{OPEN_XML}wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'})


def png(width, height, rgb, second):
    """A two-coloured picture: stripes of `rgb` and `second`, 8 pixels wide."""
    rows = b"".join(b"\0" + b"".join(bytes(rgb if (x // 8 + y // 8) % 2 else second) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
