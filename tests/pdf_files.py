"""PDFs as others make them: whole, locked, long, and meant to do harm."""

import zlib
from collections.abc import Sequence

# Encrypted with the user password "secret" (RC4, 40 bits), as any reader that has none sees it.
_ENCRYPT = (
    b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <" + b"11" * 32 + b"> /U <"
    + b"22" * 32 + b"> >>"
)  # fmt: skip
_ID = b" /ID [<" + b"33" * 16 + b"> <" + b"33" * 16 + b">]"


def pdf_of(*texts: str, most: int = 0) -> bytes:
    """A page for each text; with `most`, exactly of that many bytes."""
    pages = [_stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()) for text in texts]
    made = _pdf(pages)
    return _pdf(pages, remark=b"x" * (most - len(made))) if most else made


def acting_pdf(text: str) -> bytes:
    """With a script that runs when the page is opened, a link, and a field that was filled in."""
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /AA << /O %s >> /Annots [%s %s] >>"
    script = b"<< /S /JavaScript /JS (app.alert) >>"
    link = (b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
            b"/A << /S /URI /URI (http://a.example) >> >>")  # fmt: skip
    field = (b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (filled) /F 4 "
             b"/Rect [72 600 200 620] /AP << /N 6 0 R >> >>")  # fmt: skip
    shown = b"BT /F1 12 Tf 2 5 Td (filled) Tj ET"
    form = _stream(shown, b" /Type /XObject /Subtype /Form /BBox [0 0 128 20] "
                   b"/Resources << /Font << /F1 5 0 R >> >>")  # fmt: skip
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        page % (script, link, field),
        _stream(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        form,
    ]
    return _written(objects, b"", b"")


def locked_pdf() -> bytes:
    return _pdf([_stream(b"")], trailer=b" /Encrypt %s%s" % (_ENCRYPT, _ID))


def unpacking_pdf(most: int) -> bytes:
    """A small one whose page unpacks to `most` bytes of what has to be drawn."""
    packer, block = zlib.compressobj(9), b"0 0 m 9 9 l " * 100_000
    packed = b"".join(packer.compress(block) for _ in range(most // len(block))) + packer.flush()
    return _pdf([_stream(packed, b" /Filter /FlateDecode")])


def _stream(body: bytes, told: bytes = b"") -> bytes:
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), told, body)


def _pdf(contents: Sequence[bytes], trailer: bytes = b"", remark: bytes = b"") -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + 2 * place) for place in range(len(contents)))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] "
        b"/Resources << /Font << /F1 %s >> >> >>" % (kids, len(contents), font),
    ]
    for place, content in enumerate(contents):
        objects += [b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (4 + 2 * place), content]
    return _written(objects, trailer, remark)


def _written(objects: Sequence[bytes], trailer: bytes, remark: bytes) -> bytes:
    made, places = bytearray(b"%%PDF-1.7\n%%%s\n" % remark), []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start, size = len(made), len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R%s >>\n" % (size, trailer)
    made += b"startxref\n%010d\n%%%%EOF\n" % start
    return bytes(made)
