#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Signatures and time stamps, judged by OpenSSL and python3-cryptography: what they accept, and what they refuse when a byte changes.

signatures.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import base64
import contextlib
import hashlib
import http.server
import json
import pathlib
import subprocess
import sys
import threading
import time
import urllib.request

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tests/support"))
from local import local


def openssl(*words, given=None):
    done = subprocess.run(["openssl", *map(str, words)], input=given, capture_output=True)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def must(*words):
    code, out = openssl(*words)
    assert code == 0, f"openssl {' '.join(map(str, words))}: {out}"
    return out


def changed(path, at):
    """The file with one bit of one byte turned, as another file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    other = path.with_name("changed-" + path.name)
    other.write_bytes(data)
    return other


def run_checks(folder, records):
    """Every command that `export` printed, as it stands there."""
    commands = [record["check"] for record in records if record["check"]]
    assert len(commands) == 3, commands
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        print(f"accepted: {command}")


def refusals(folder, name):
    """What OpenSSL says when a byte changes: in document, signature, stamp."""
    p7s, sig, tsr, document = (folder / (name + end) for end in (".p7s", ".sig", ".tsr", ""))

    def cms(signature=p7s, content=document):
        return openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", content, "-CAfile", folder / "root.pem", "-out", "/dev/null")

    def stamp(response=tsr, data=sig):
        return openssl("ts", "-verify", "-in", response, "-data", data, "-CAfile", folder / "root.pem")
    assert cms()[0] == stamp()[0] == 0
    assert cms(content=changed(document, 3))[0] != 0, "a changed document is accepted"
    value = p7s.read_bytes().find(sig.read_bytes())
    assert cms(changed(p7s, value + 20))[0] != 0, "a changed signature is accepted"
    assert stamp(data=changed(sig, 5))[0] != 0, "a stamp of another signature is accepted"
    assert stamp(changed(tsr, tsr.stat().st_size - 5))[0] != 0, "a changed stamp is accepted"
    print("refused: a byte changed in document, signature, stamp")


def attributes(folder, name):
    """`cms -verify -cades` is content with a signature without attributes (openssl#27055), so they are looked for."""
    text = must("cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", folder / f"{name}.p7s")
    before, unsigned = text.split(" unsignedAttrs:")
    signed = before.split(" signedAttrs:")[1]
    for attribute in ("contentType", "messageDigest", "signingTime", "signingCertificateV2"):
        assert signed.count("object: ") == 4 and attribute in signed, f"{attribute}: {signed}"
    assert "1.2.840.113549.1.9.16.2.14" in unsigned, unsigned
    # The stamp in it is the one beside it, and over the bare signature.
    token = must("ts", "-reply", "-in", folder / f"{name}.tsr", "-token_out", "-out", folder / "token.der")
    assert (folder / "token.der").read_bytes() in (folder / f"{name}.p7s").read_bytes(), token
    code, out = openssl("ts", "-verify", "-token_in", "-in", folder / "token.der", "-data", folder / f"{name}.sig", "-CAfile", folder / "root.pem")
    assert code == 0, out
    usage = must("x509", "-in", folder / "signer.pem", "-noout", "-ext", "extendedKeyUsage,keyUsage")
    assert "E-mail Protection" in usage and "Digital Signature" in usage, usage


def jws(folder, name):
    """RFC 7797 by a second program: the payload is the SHA-256 in hexadecimal digits."""
    text = (folder / f"{name}.jws").read_text()
    head, payload, signature = text.split(".")
    padded = lambda part: base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    header = json.loads(padded(head))
    assert payload == "" and (header["alg"], header["b64"], header["crit"]) == ("ES256", False, ["b64"]), header
    signer = x509.load_pem_x509_certificate((folder / "signer.pem").read_bytes())
    assert padded(header["x5t#S256"]) == signer.fingerprint(hashes.SHA256()), "another certificate than the CMS's"
    raw = padded(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    signer.public_key().verify(der, f"{head}.{digest}".encode(), ec.ECDSA(hashes.SHA256()))
    with contextlib.suppress(InvalidSignature):
        signer.public_key().verify(der, f"{head}.{digest[:-1]}{'0' if digest[-1] != '0' else '1'}".encode(), ec.ECDSA(hashes.SHA256()))
        raise AssertionError("the JWS is over anything")
    print("JWS: the same digest and certificate, by python3-cryptography")


def ask(url, query):
    request = urllib.request.Request(url, data=query, method="POST")
    with urllib.request.urlopen(request, timeout=10) as reply:
        assert reply.status == 200 and reply.headers["Content-Type"] == "application/timestamp-reply", reply.headers
        return reply.read()


def authority(daemon, folder):
    """The route /tsa as `openssl ts` and curl use it."""
    url = f"{daemon.url}/chittycertify/tsa"

    def answered(*query):
        must("ts", "-query", "-data", folder / "contract.pdf", "-out", folder / "q.tsq", *query)
        (folder / "a.tsr").write_bytes(ask(url, (folder / "q.tsq").read_bytes()))
        return openssl("ts", "-reply", "-in", folder / "a.tsr", "-text")[1]
    text = answered("-sha256", "-cert")
    must("ts", "-verify", "-in", folder / "a.tsr", "-queryfile", folder / "q.tsq", "-CAfile", folder / "root.pem")
    must("ts", "-verify", "-in", folder / "a.tsr", "-data", folder / "contract.pdf", "-CAfile", folder / "root.pem")
    piped = subprocess.run(f"openssl ts -query -data contract.pdf -sha512 -cert | curl -sSf --data-binary @- {url} > piped.tsr && openssl ts -verify -in piped.tsr -data contract.pdf -CAfile root.pem", shell=True, cwd=folder, capture_output=True, text=True)
    assert piped.returncode == 0 and "Verification: OK" in piped.stdout, piped
    assert "Status: Rejected" in answered("-sha1") and "unrecognized or unsupported algorithm" in answered("-sha1"), answered("-sha1")
    assert "the requested policy is not supported" in answered("-sha256", "-tspolicy", "1.2.3.4.5").lower().replace("tsa policy", "policy"), answered("-sha256", "-tspolicy", "1.2.3.4.5")
    bare = answered("-sha256")
    assert "Status: Granted" in bare
    assert openssl("ts", "-verify", "-in", folder / "a.tsr", "-queryfile", folder / "q.tsq", "-CAfile", folder / "root.pem")[0] != 0, "the certificate came unasked"
    (folder / "none.tsr").write_bytes(ask(url, b"no query at all"))
    assert "Rejected" in openssl("ts", "-reply", "-in", folder / "none.tsr", "-text")[1]
    chain = daemon.json("certify", "chain", daemon.json("certify", "list")[0]["id"])
    (own,) = [link for link in chain if link["role"] == "timestamp"]
    (folder / "tsa.pem").write_text(own["pem"])
    usage = must("x509", "-in", folder / "tsa.pem", "-noout", "-ext", "extendedKeyUsage")
    assert "critical" in usage and usage.strip().endswith("Time Stamping"), usage
    serials = daemon.stored().rows("SELECT COUNT(*) AS given, COUNT(DISTINCT serial) AS different FROM certify_stamps")[0]
    assert serials[0] == serials[1] >= 4, serials
    print(f"time stamps: accepted by OpenSSL; {serials[0]} numbers, none twice; {text.splitlines()[0]}")


@contextlib.contextmanager
def foreign(folder):
    """An authority that we did not write: `openssl ts -reply` behind HTTP. `how` says in what it lies."""
    folder.mkdir()
    p256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    must("req", "-x509", *p256, "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-subj", "/CN=Foreign", "-days", "30", "-addext", "keyUsage=critical,keyCertSign")
    must("req", "-new", *p256, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr", "-subj", "/CN=Foreign time")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    must("x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-set_serial", "7", "-days", "30", "-extfile", folder / "ext", "-out", folder / "tsa.pem")
    (folder / "tsa.cnf").write_text(f"[tsa]\ndefault_tsa=t\n[t]\nserial={folder}/serial\nsigner_cert={folder}/tsa.pem\ncerts={folder}/ca.pem\nsigner_key={folder}/tsa.key\nsigner_digest=sha256\n"
                                    "default_policy=1.2.3.4.1\nother_policies=1.2.3.4.2\ndigests=sha256\naccuracy=secs:1\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n")
    (folder / "serial").write_text("01\n")
    how = {"lie": None}

    class Authority(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if how["lie"] == "gone":
                self.send_error(503)
                return
            if how["lie"] in ("nonce", "imprint"):
                made = ["ts", "-query", "-cert", "-sha256", "-digest", "ab" * 32] if how["lie"] == "imprint" else ["ts", "-query", "-cert", "-sha256", "-digest", query[query.find(b"\x04\x20") + 2:][:32].hex()]
                must(*made, "-out", folder / "q")
            else:
                (folder / "q").write_bytes(query)
            policy = ["-tspolicy", "1.2.3.4.2"] if how["lie"] == "policy" else []
            must("ts", "-reply", "-config", folder / "tsa.cnf", "-queryfile", folder / "q", *policy, "-out", folder / "a")
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "a").read_bytes()[: 100 if how["lie"] == "cut" else None])

        def log_message(self, *_):
            pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", how
    finally:
        server.shutdown()


def in_a_pdf(daemon, folder):
    """Both stamps are in the signature that the file carries."""
    daemon.json("certify", "compliance", "check", "owner")
    daemon.json("certify", "compliance", "report", "owner", "--format", "pdf", "--file", str(folder / "report.pdf"))
    made = daemon.json("certify", "document", str(folder / "report.pdf"), "--embed", str(folder / "signed.pdf"), "--tsa", "theirs")
    assert daemon.json("certify", "verify", made["id"], "--file", str(folder / "signed.pdf"))["result"] == "TOTAL_PASSED"
    daemon.json("certify", "export", made["id"], "--out", str(folder / "proof"))
    for name in ("signed.pdf.tsr", "signed.pdf.1.tsr"):
        must("ts", "-reply", "-in", folder / "proof" / name, "-token_out", "-out", folder / "token.der")
        assert (folder / "token.der").read_bytes().hex().encode() in (folder / "signed.pdf").read_bytes(), name


def configured(daemon, folder):
    record = daemon.json("certify", "list")[0]
    with foreign(folder / "foreign") as (url, how):
        done = daemon.run("config", "set", "remotes.theirs", json.dumps({"type": "tsa", "baseUrl": url}))
        assert done.returncode == 0, done.stderr
        for lie, words in {"nonce": "its nonce is another one", "imprint": "its imprint is another one", "cut": "it is not a time-stamp response", "gone": ""}.items():
            how["lie"] = lie
            done = daemon.run("certify", "stamp", record["id"], "--tsa", "theirs", "--timeout", "5s")
            assert done.returncode != 0 and words in done.stderr, (lie, done.returncode, done.stderr)
            print(f"refused ({lie}): {done.stderr.splitlines()[0]}")
        how["lie"] = None
        done = daemon.run("certify", "stamp", record["id"], "--tsa", "theirs", "--policy", "1.2.3.4.9")
        assert done.returncode != 0 and "refuses to give one" in done.stderr, done.stderr
        stamped = daemon.json("certify", "stamp", record["id"], "--tsa", "theirs", "--policy", "1.2.3.4.2")
        assert stamped["trusted"] is False and stamped["policy"] == "1.2.3.4.2", stamped
        daemon.json("certify", "tsa", "trust", str(folder / "foreign/ca.pem"))
        assert daemon.json("certify", "stamp", record["id"], "--tsa", "theirs")["trusted"] is True
        again = daemon.json("certify", "document", str(folder / "contract.pdf"), "--tsa", "theirs")
        assert again["authority"] == "CN = Foreign time", again
        records = daemon.json("certify", "export", again["id"], "--out", str(folder / "both"))
        code, out = openssl("ts", "-verify", "-in", folder / "both/contract.pdf.1.tsr", "-data", folder / "both/contract.pdf.sig", "-CAfile", folder / "foreign/ca.pem")
        assert code == 0, out
        assert any("ROOT.pem" in (one["check"] or "") for one in records)
        assert daemon.json("certify", "verify", again["id"], "--file", str(folder / "contract.pdf"))["valid"] is True
        in_a_pdf(daemon, folder)
    done = daemon.run("certify", "stamp", record["id"], "--tsa", "theirs", "--timeout", "3s")
    assert done.returncode != 0 and "cannot" in done.stderr, done.stderr
    print("another authority: its stamps are accepted, its lies are not")


def altered_store(daemon, folder):
    """What somebody with the database in their hands can change, and what is then said."""
    record = daemon.json("certify", "document", str(folder / "contract.pdf"))
    stored = daemon.stored()
    (row,) = stored.rows("SELECT cms, jws, sha256 FROM certify_certificates WHERE id = ?", record["id"])
    cms, sha = row[0], row[2]
    other = base64.b64encode(base64.b64decode(cms)[:-3] + b"xyz").decode()
    for column, bad, word in (("cms", other, ""), ("cms", "", "damaged"), ("sha256", "ab" * 32, "was certified"), ("jws", row[1][:-4] + "AAAA", "JWS")):
        good = {"cms": cms, "sha256": sha, "jws": row[1]}[column]
        change(daemon, column, bad, record["id"])
        done = daemon.run("certify", "verify", record["id"])
        assert done.returncode == 1 and word in done.stderr, (column, done)
        change(daemon, column, good, record["id"])
    assert daemon.json("certify", "verify", record["id"])["valid"] is True
    keys = stored.rows("SELECT sealed FROM certify_keys")
    assert len(keys) == 3 and all(key[0].startswith("1.") and "PRIVATE" not in key[0] for key in keys), "three keys, all sealed"
    print("the store altered: each change is found")


def change(daemon, column, value, id):
    assert daemon.stored().change(f"UPDATE certify_certificates SET {column} = ? WHERE id = ?", value, id) == 1


with local(sys.argv[1]) as daemon:
    home = pathlib.Path(daemon.home, "files")
    home.mkdir()
    (home / "contract.pdf").write_bytes(b"the contract\n" * 50_000)
    made = daemon.json("certify", "document", str(home / "contract.pdf"))
    assert made["sha256"] == hashlib.sha256((home / "contract.pdf").read_bytes()).hexdigest()
    exported = daemon.json("certify", "export", made["id"], "--out", str(home))
    run_checks(home, exported)
    attributes(home, "contract.pdf")
    jws(home, "contract.pdf")
    refusals(home, "contract.pdf")
    authority(daemon, home)
    configured(daemon, home)
    altered_store(daemon, home)
    daemon.json("certify", "revoke", made["id"], "--reason", "keyCompromise", "--yes")
    daemon.json("certify", "export", made["id"], "--out", str(home), "--replace")
    status, told = openssl("verify", "-purpose", "smimesign", "-CAfile", home / "root.pem", "-untrusted", home / "chain.pem", "-CRLfile", home / "crl.pem", "-crl_check_all", home / "signer.pem")
    assert status != 0 and "revoked" in told, told
    print("revoked: OpenSSL says so by the exported list")
