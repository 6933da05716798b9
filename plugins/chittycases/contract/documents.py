#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Cases against a real daemon: a change raced from several sides, a reading that is killed and goes on, documents that cannot be read, and a
report that other programs read.

documents.py BUILD
"""
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tests/support"))
from local import local

PAGES = 900


def pdf(pages):
    """A PDF whose pages say these texts."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for i, text in enumerate(pages):
        stream = "BT /F1 12 Tf 72 720 Td " + " ".join(f"({line}) Tj 0 -14 Td" for line in text.split("\n")) + " ET" if text else ""
        objects += [f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                    f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode())
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(out))


def raced(daemon, case):
    """Of many that change one version at once one has its way, the others are told, and nothing is lost."""
    codes = []

    def change(status):
        done = daemon.run("cases", "update", case, "--status", status)
        codes.append((done.returncode, done.stderr))

    threads = [threading.Thread(target=change, args=(status,)) for status in ["discovery", "motions"] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    record = daemon.json("cases", "get", case)
    past = daemon.stored().rows("SELECT version, status FROM cases_statuses WHERE case_id = ? ORDER BY version", record["id"])
    won = sum(code == 0 for code, _ in codes)
    assert record["version"] == 1 + won, (record["version"], codes)
    assert won >= 1 and all(code in (0, 6) for code, _ in codes), codes
    assert past[-1]["status"] == record["status"], past
    print(f"raced: {won} of {len(codes)} were done, the others refused with 6")


def upload(daemon, case, path):
    return daemon.json("cases", "docs", "upload", case, str(path))["id"]


def document(daemon, case, identifier):
    return next(one for one in daemon.json("cases", "docs", "list", case) if one["id"] == identifier)


def killed(daemon, case, folder):
    """The command is killed while it reads; the next run goes on where it was."""
    path = folder / "long.pdf"
    path.write_bytes(pdf([f"Page {n} of the record.\nOn March {n % 28 + 1}, 2026 Acme paid $ {n},000." for n in range(1, PAGES + 1)]))
    identifier = upload(daemon, case, path)
    reading = subprocess.Popen([daemon.chitty, "cases", "docs", "analyze", case, identifier], env=daemon.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while reading.poll() is None and time.monotonic() < until and not 0 < document(daemon, case, identifier)["pagesRead"] < PAGES:
        time.sleep(0.01)
    reading.send_signal(signal.SIGKILL)
    reading.wait()
    kept = document(daemon, case, identifier)["pagesRead"]
    assert 0 < kept <= PAGES, kept
    began = time.monotonic()
    found = daemon.json("cases", "docs", "analyze", case, identifier)
    record = document(daemon, case, identifier)
    pages = daemon.stored().rows("SELECT COUNT(*) AS n FROM cases_pages WHERE document = ?", identifier)[0]["n"]
    assert (record["state"], record["pagesRead"], pages) == ("analyzed", PAGES, PAGES), record
    assert sum(one["kind"] == "date" for one in found) == PAGES and sum(one["kind"] == "amount" for one in found) == PAGES
    last = [one for one in found if one["kind"] == "date"][-1]
    assert last["page"] == PAGES and len(last["box"]) == 4, last
    print(f"killed after {kept} of {PAGES} pages, went on: {time.monotonic() - began:.1f} s for the rest")


def unreadable(daemon, case, folder):
    plain = folder / "plain.pdf"
    plain.write_bytes(pdf(["Nothing to hide"]))
    subprocess.run(["qpdf", "--encrypt", "user", "owner", "256", "--", plain, folder / "encrypted.pdf"], check=True)
    (folder / "scanned.pdf").write_bytes(pdf(["", ""]))
    (folder / "cut.pdf").write_bytes(plain.read_bytes()[:300])
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (200 << 20))
    with open(folder / "huge.txt", "wb") as file:
        file.truncate((64 << 20) + 1)
    (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    for name, words in [("encrypted.pdf", "encrypted"), ("scanned.pdf", "no text on its 2 pages: it may be scanned"), ("cut.pdf", "damaged or not complete"),
                        ("bomb.docx", "expands to more than 64 MiB"), ("huge.txt", "larger than 64 MiB"), ("picture.pdf", "it is a picture")]:
        identifier = upload(daemon, case, folder / name)
        done = daemon.run("cases", "docs", "analyze", case, identifier)
        assert done.returncode == 1 and words in done.stderr, (name, done.returncode, done.stderr)
        assert document(daemon, case, identifier)["state"] == "unreadable"
        print(f"refused: {done.stderr.splitlines()[0]}")


def reported(daemon, case, folder):
    daemon.json("cases", "intel", "run", case)
    target = folder / "report.pdf"
    done = daemon.run("cases", "intel", "report", case, "--format", "pdf", "--file", str(target))
    assert done.returncode == 0, done.stderr
    subprocess.run(["qpdf", "--check", target], check=True, capture_output=True)
    text = subprocess.run(["pdftotext", "-layout", target, "-"], check=True, capture_output=True, text=True).stdout
    for words in ("Acme v. Beta", "Deadlines", "Timeline", "Documents", "What is not known", "encrypted.pdf"):
        assert words in text, words
    pages = int(re.search(r"Pages: +(\d+)", subprocess.run(["pdfinfo", target], check=True, capture_output=True, text=True).stdout)[1])
    assert f"Page {pages} of {pages}" in text
    print(f"reported: a PDF of {pages} pages, qpdf finds nothing wrong")


def main():
    with local(sys.argv[1]) as daemon:
        folder = pathlib.Path(daemon.home)
        case = daemon.json("cases", "create", "Acme v. Beta", "--type", "civil", "--jurisdiction", "FEDERAL")["caseNumber"]
        raced(daemon, case)
        killed(daemon, case, folder)
        unreadable(daemon, case, folder)
        reported(daemon, case, folder)


main()
