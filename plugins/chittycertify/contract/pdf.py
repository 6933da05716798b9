#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""PDFs: one that carries its signature, judged by pdfsig, qpdf and OpenSSL; those that cannot; and the report.

pdf.py BUILD
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tests/support"))
from local import local


def said(*words, cwd=None):
    done = subprocess.run([str(word) for word in words], capture_output=True, cwd=cwd)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def must(*words, cwd=None):
    code, out = said(*words, cwd=cwd)
    assert code == 0, f"{' '.join(map(str, words))}: {out}"
    return out


def pdfsig(file):
    return said("pdfsig", "-nocert", file)[1]


def refused(daemon, words, *command):
    done = daemon.run(*command)
    assert done.returncode != 0 and words in done.stderr, (command, done.returncode, done.stderr)
    print(f"refused: {done.stderr.splitlines()[0]}")


def embedded(daemon, home, plain):
    signed, before = home / "signed.pdf", plain.read_bytes()
    made = daemon.json("certify", "document", str(plain), "--embed", str(signed))
    assert plain.read_bytes() == before == signed.read_bytes()[:len(before)], "what was written is touched"
    told = pdfsig(signed)
    for words in ("Signature is Valid", "ETSI.CAdES.detached", "Total document signed"):
        assert words in told, told
    must("qpdf", "--check", signed)
    assert must("pdftotext", signed, "-") == must("pdftotext", plain, "-")
    assert daemon.json("certify", "verify", made["id"], "--file", str(signed))["result"] == "TOTAL_PASSED"
    print("embedded: pdfsig says valid, qpdf finds nothing wrong")
    return made, signed


def taken_out(home, made, signed):
    """The signature as it is in the file, by OpenSSL: over the two ranges; and its stamp, which pdfsig does not look at."""
    data = signed.read_bytes()
    numbers = [int(word) for word in data[data.rfind(b"/ByteRange [") + 12:].split(b"]")[0].split()]
    (home / "content").write_bytes(data[:numbers[1]] + data[numbers[2]:])
    digits = data[numbers[1] + 1:numbers[2] - 1]
    der = bytes.fromhex(digits.decode())
    size = int.from_bytes(der[2:4], "big") + 4  # it begins with 30 82
    (home / "signature").write_bytes(der[:size])
    assert der[:2] == b"\x30\x82" and not der[size:].strip(b"\0")
    must("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", home / "signature", "-content", home / "content", "-CAfile", home / "root.pem", "-out", "/dev/null")
    text = must("openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", home / "signature")
    attributes = text.split(" signedAttrs:")[1].split(" unsignedAttrs:")
    assert "signingTime" not in attributes[0] and "id-smime-aa-signingCertificateV2" in attributes[0], "in a PDF the time stands in /M"
    must("openssl", "ts", "-reply", "-in", home / "proof/signed.pdf.tsr", "-token_out", "-out", home / "token")
    assert (home / "token").read_bytes() in (home / "signature").read_bytes()
    must("openssl", "ts", "-verify", "-token_in", "-in", home / "token", "-data", home / "proof/signed.pdf.sig", "-CAfile", home / "root.pem")
    print(f"taken out: OpenSSL accepts the signature of {made['serial']} and its stamp")


def altered(daemon, home, made, signed):
    data = signed.read_bytes()
    hole = data.rfind(b"/Contents <")
    value = data.find((home / "proof/signed.pdf.sig").read_bytes().hex().encode())
    for what, at in {"the text": 200, "its own dictionary": hole - 20, "a certificate": hole + 700, "the signature": value + 60, "the end": len(data) - 3}.items():
        other = home / "altered.pdf"
        changed = bytearray(data)
        changed[at] = ord("1") if changed[at] != ord("1") else ord("2")
        other.write_bytes(changed)
        assert "Signature is Valid" not in pdfsig(other) or what == "a certificate", f"pdfsig, {what}"
        done = daemon.run("certify", "verify", made["id"], "--file", str(other))
        assert done.returncode == 1, (what, done.stdout)
        print(f"altered, {what}: {done.stderr.splitlines()[0]}")
    (home / "more.pdf").write_bytes(data + b"\n% more\n")
    refused(daemon, "the document is another one", "certify", "verify", made["id"], "--file", str(home / "more.pdf"))
    refused(daemon, "the document is another one", "certify", "verify", made["id"], "--file", str(home / "plain.pdf"))


def those_that_cannot(daemon, home, plain, signed):
    must("qpdf", "--encrypt", "u", "o", "256", "--", plain, home / "encrypted.pdf")
    must("qpdf", "--object-streams=generate", plain, home / "streams.pdf")
    (home / "cut.pdf").write_bytes(plain.read_bytes()[:400])
    (home / "none.pdf").write_bytes(b"not a PDF")
    (home / "page.pdf").write_bytes(plain.read_bytes().replace(b"/Kids [5 0 R ]", b"/Kids [      ]"))
    out = home / "out.pdf"
    for name, words in {"encrypted": "is encrypted", "streams": "cross-reference streams", "cut": "was it cut off?", "none": "is not a PDF", "page": "it has no page"}.items():
        refused(daemon, words, "certify", "document", str(home / f"{name}.pdf"), "--embed", str(out))
    refused(daemon, "is signed already", "certify", "document", str(signed), "--embed", str(out))
    refused(daemon, "No such file or directory", "certify", "document", str(plain), "--embed", str(home / "none/below.pdf"))
    assert not out.exists() and not [path for path in home.iterdir() if path.name.startswith("out.pdf")], "nothing is left"
    before = len(daemon.json("certify", "list"))
    must("qpdf", "--object-streams=disable", home / "streams.pdf", home / "anew.pdf")
    daemon.json("certify", "document", str(home / "anew.pdf"), "--embed", str(out))
    assert "Signature is Valid" in pdfsig(out), "written anew, as the hint says"
    assert len(daemon.json("certify", "list")) == before + 1, "what was refused was certified"


def report(daemon, home):
    words = ["certify", "compliance", "report", "owner", "--format"]
    daemon.json(*words, "pdf", "--file", str(home / "report.pdf"))
    must("qpdf", "--check", home / "report.pdf")
    text = must("pdftotext", "-layout", home / "report.pdf", "-")
    for finding in daemon.json("certify", "compliance", "report", "owner")["findings"]:
        assert f"{finding['id']}: {finding['state']}" in text, (finding, text)
    daemon.json(*words, "markdown", "--file", str(home / "report.md"))
    rows = [line for line in (home / "report.md").read_text().splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 8 and all(row.replace("\\|", "").count("|") == 7 for row in rows), rows
    print("report: as PDF and as Markdown")


with local(sys.argv[1]) as daemon:
    home = pathlib.Path(daemon.home, "files")
    home.mkdir()
    daemon.json("certify", "compliance", "check", "owner")
    plain = home / "plain.pdf"
    daemon.json("certify", "compliance", "report", "owner", "--format", "pdf", "--file", str(plain))
    made, signed = embedded(daemon, home, plain)
    (home / "root.pem").write_text(daemon.run("certify", "root").stdout)
    daemon.json("certify", "export", made["id"], "--out", str(home / "proof"))
    taken_out(home, made, signed)
    altered(daemon, home, made, signed)
    those_that_cannot(daemon, home, plain, signed)
    report(daemon, home)
