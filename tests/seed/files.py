"""What the lines of the seed expect to find in the working folder."""
import json


def pdf(text):
    """A small whole PDF of one page that says `text`."""
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def make_files(folder):
    for name, text in (("contract.pdf", "Contract between Acme and Beta, 2024-11-01"), ("filing.pdf", "Filing in Acme v. Beta"),
                       ("doc.pdf", "A document")):
        (folder / name).write_bytes(pdf(text))
    (folder / "my-tool.json").write_text(json.dumps({"name": "my-tool", "version": "1.0.0", "description": "Sorts email"}))
    (folder / "verifications.json").write_text(json.dumps([
        {"id": f"00000000-0000-4000-8000-00000000000{number}", "identity_id": "00000000-0000-4000-8000-000000000009", "methods": ["government_id"],
         "result": number == 1, "trust_score": 90, "confidence": 0.93, "risk_factors": {}, "verified_at": "2025-11-09T12:00:00Z"} for number in (1, 2)]))
    (folder / "data.json").write_text(json.dumps({"id": "1"}))
