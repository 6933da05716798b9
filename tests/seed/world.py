"""What the lines of the seed expect to find: files in the working folder, and GitHub's own description of GET /user."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from fake_remote import FakeRemote, answer


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
    (folder / "data.json").write_text(json.dumps({"id": "1"}))


def github():
    """GitHub's answer to GET /user (docs.github.com, `simple-user`), for one token only."""
    user = {"login": "octocat", "id": 583231, "node_id": "MDQ6VXNlcjU4MzIzMQ==", "name": "The Octocat", "type": "User",
            "html_url": "https://github.com/octocat", "email": None, "created_at": "2011-01-25T18:44:36Z"}

    def get_user(request):
        if request["headers"].get("authorization") != "Bearer seed-github-token":
            return answer(401, json.dumps({"message": "Bad credentials", "status": "401"}))
        return answer(200, json.dumps(user))

    return FakeRemote({"/user": get_user, "*": answer(404, '{"message":"Not Found"}')})
