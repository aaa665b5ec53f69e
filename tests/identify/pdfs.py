"""PDFs written by hand: pages of lines, XMP and DocInfo."""

from __future__ import annotations

XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"'
    ' xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/"{attributes}>{properties}'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
)


def build_pdf(
    *pages: list[str],
    properties: str = "",
    attributes: str = "",
    info: dict[str, str] | None = None,
) -> bytes:
    """Return a PDF whose pages print ``pages``, line below line.

    Args:
        pages: The lines of every page, in Latin-1; none is an empty page.
        properties: Elements of an XMP packet; ``""`` and no attributes: no packet.
        attributes: Attributes of its description.
        info: Entries of DocInfo.
    """
    objects: list[bytes] = [b"", b"", _FONT]  # 1 catalog, 2 pages, 3 font
    kids = []
    for lines in pages:
        objects.append(_stream(_content(lines)))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            b"/Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    catalog = b"/Type /Catalog /Pages 2 0 R"
    if properties or attributes:
        packet = XMP.format(properties=properties, attributes=attributes)
        objects.append(_stream(packet.encode(), b"/Type /Metadata /Subtype /XML "))
        catalog += b" /Metadata %d 0 R" % len(objects)
    objects[0] = b"<< %s >>" % catalog
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(kids),
        len(kids),
    )
    trailer = b"/Root 1 0 R"
    if info:
        entries = b" ".join(
            b"/%s (%s)" % (k.encode(), _text(v)) for k, v in info.items()
        )
        objects.append(b"<< %s >>" % entries)
        trailer += b" /Info %d 0 R" % len(objects)
    return _file(objects, trailer)


_FONT = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
)


def _content(lines: list[str]) -> bytes:
    shown = b"".join(b"(%s) Tj T* " % _text(line) for line in lines)
    return b"BT /F1 10 Tf 12 TL 40 760 Td %sET" % shown


def _text(line: str) -> bytes:
    raw = line.encode("cp1252").replace(b"\\", rb"\\")
    return raw.replace(b"(", rb"\(").replace(b")", rb"\)")


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (
        entries,
        len(content),
        content,
    )


def _file(objects: list[bytes], trailer: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
