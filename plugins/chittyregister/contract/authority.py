#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""The authority, judged by OpenSSL and GnuTLS: issued, renewed, revoked; and what it must refuse.

authority.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import contextlib
import os
import pathlib
import socket
import ssl
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from judges import GNUTLS, Issued, all_say, must, openssl, said
from local import local


def refused(daemon, code, words, *command):
    done = daemon.run(*command)
    assert done.returncode == code and words in done.stderr, f"{command}: exit {done.returncode}, {done.stderr}"
    print(f"refused ({code}): {done.stderr.splitlines()[0]}")


def issue(daemon, folder, service="chittyid", *more):
    folder.mkdir()
    return daemon.json("register", "cert", "issue", "--service", service, "--out", str(folder), *more), Issued(folder, service)


def good_and_revoked(daemon, home):
    record, issued = issue(daemon, home / "first")
    assert oct(os.stat(issued.key).st_mode & 0o777) == "0o600", "the key is its owner's alone"
    all_say(issued.verdicts(), "good")
    before = issued.number()
    daemon.json("register", "cert", "revoke", record["id"], "--reason", "keyCompromise", "--yes")
    all_say(issued.verdicts(), "revoked")
    assert issued.number() > before, "a new list has a higher number"
    assert "Key Compromise" in must("crl", "-in", issued.lists(), "-noout", "-text")
    refused(daemon, 6, "was revoked, so it is not renewed", "register", "cert", "renew", record["id"], "--out", str(home / "first"))
    return issued


def renewed(daemon, home):
    record, first = issue(daemon, home / "second")
    key = must("x509", "-in", first.leaf, "-noout", "-pubkey")
    second = daemon.json("register", "cert", "renew", record["id"], "--out", str(home / "second"))
    third = daemon.json("register", "cert", "renew", second["id"], "--new-key", "--out", str(home / "second"))
    assert (second["replaces"], third["replaces"]) == (record["id"], second["id"])
    assert len({record["serial"], second["serial"], third["serial"]}) == 3
    all_say(Issued(home / "second", "chittyid").verdicts(), "good")
    refused(daemon, 6, f"renewed already, by {second['id']}", "register", "cert", "renew", record["id"], "--out", str(home / "second"))
    # It ends when it says, a second before the period is over, and is then refused by others.
    issued = Issued(home / "second", "chittyid")
    assert must("pkey", "-in", issued.key, "-pubout") == must("x509", "-in", issued.leaf, "-noout", "-pubkey") != key, "the new key is the one certified"
    later = str(2_000_000_000)
    code, out = openssl("verify", "-attime", later, "-CAfile", issued.root, "-untrusted", issued.issuer, issued.leaf)
    assert code != 0 and "expired" in out, out


def serves_tls(home):
    """A program that trusts the root alone speaks to one that has the key."""
    issued = Issued(home / "second", "chittyid")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(home / "second/chittyid.crt", issued.key)
    client = ssl.create_default_context(cafile=issued.root)
    listener = socket.create_server(("127.0.0.1", 0))
    def serve():
        with contextlib.suppress(OSError), server.wrap_socket(listener.accept()[0], server_side=True) as peer:
            peer.sendall(b"hello")
    thread = threading.Thread(target=serve)
    thread.start()
    with client.wrap_socket(socket.create_connection(listener.getsockname()), server_hostname="chittyid.localhost") as peer:
        assert peer.recv(5) == b"hello"
    thread.join(10)
    print("TLS: chittyid.localhost is trusted by the root alone")


def forged(daemon, issued, home):
    """Another authority of the same names: neither its chain nor its serial numbers are ours."""
    folder = home / "forged"
    folder.mkdir()
    subject = must("x509", "-in", issued.issuer, "-noout", "-subject", "-nameopt", "compat").strip().split("subject=")[1].replace("CN = ", "CN=")
    must("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-subj", f"/{subject}", "-days", "30")
    must("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / "leaf.key", "-out", folder / "leaf.csr", "-subj", "/CN=chittyid")
    must("x509", "-req", "-in", folder / "leaf.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-set_serial", "0x" + issued.serial, "-days", "30", "-out", folder / "leaf.pem")
    code, out = openssl("verify", "-CAfile", issued.root, "-untrusted", issued.issuer, folder / "leaf.pem")
    assert code != 0, "a forged certificate is trusted"
    code, out = openssl("ocsp", "-issuer", folder / "ca.pem", "-cert", folder / "leaf.pem", "-url", issued.ocsp, "-CAfile", issued.root)
    assert "unauthorized" in out and "good" not in out, out
    code, out = openssl("ocsp", "-issuer", issued.issuer, "-serial", "0x43" + "00" * 17, "-url", issued.ocsp, "-CAfile", issued.root)
    assert ": unknown" in out and "good" not in out, out
    if GNUTLS:
        code, out = said("certtool", "--verify", "--load-ca-certificate", issued.root, "--infile", folder / "leaf.pem")
        assert code != 0, "GnuTLS trusts a forged certificate"
    print("forged: not trusted; another issuer's: unauthorized; an unissued number: unknown")


def requests(daemon, home):
    folder = home / "requests"
    folder.mkdir()
    def ask(name, *how, names="DNS:chittyid.localhost"):
        must("req", "-new", "-nodes", *how, "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.csr", "-subj", "/CN=chittyid", "-addext", f"subjectAltName={names}")
        return ["register", "cert", "issue", "--service", "chittyid", "--out", str(folder), "--replace", "--csr", str(folder / f"{name}.csr")]
    p256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    refused(daemon, 1, "'www.example.com' is not one of chittyid", *ask("foreign", *p256, names="DNS:www.example.com"))
    refused(daemon, 1, "neither a host name nor an IP address", *ask("mail", *p256, names="email:a@example.com"))
    refused(daemon, 1, "RSA key must have 2048", *ask("weak", "-newkey", "rsa:1024"))
    refused(daemon, 1, "secp256k1", *ask("curve", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"))
    refused(daemon, 1, "300 names; a certificate has at most 20", *ask("huge", *p256, names=",".join(f"DNS:n{n}.localhost" for n in range(300))))
    asked = ask("good", *p256)
    text = (folder / "good.csr").read_bytes()
    must("req", "-in", folder / "good.csr", "-outform", "DER", "-out", folder / "good.der")
    broken = bytearray((folder / "good.der").read_bytes())
    broken[-1] ^= 1
    (folder / "broken.der").write_bytes(broken)
    must("req", "-inform", "DER", "-in", folder / "broken.der", "-out", folder / "good.csr")
    refused(daemon, 1, "not signed by its own key", *asked)
    (folder / "good.csr").write_bytes(text)
    record = daemon.json(*asked)
    assert record["names"] == ["chittyid.localhost"] and not (folder / "chittyid.key").exists()
    all_say(Issued(folder, "chittyid").verdicts(), "good")


def keys_at_rest(daemon):
    """Nothing in the database is a key in the clear, and without the blob nothing can be signed."""
    stored = daemon.stored()
    for row in stored.rows("SELECT sealed FROM register_keys"):
        assert row[0].startswith("1.") and "PRIVATE" not in row[0] and '"d"' not in row[0]
    address = stored.rows("SELECT sealing FROM register_authority")[0][0].split(":")[1]
    (blob,) = [path for path in pathlib.Path(daemon.home).rglob("*") if path.is_file() and address[-60:] in str(path)] or [None]
    assert blob, "the sealing key is a blob"
    assert oct(blob.stat().st_mode & 0o077) == "0o0", f"{blob} is readable by others"
    kept = blob.read_bytes()
    blob.unlink()
    done = daemon.run("register", "cert", "issue", "--service", "chittyid", "--out", daemon.home, "--replace")
    assert done.returncode != 0, "issued without the sealing key"
    blob.write_bytes(kept)
    print("keys: sealed in the database; the key to open them is a blob of its own")


with local(sys.argv[1]) as daemon:
    home = pathlib.Path(daemon.home, "files")
    home.mkdir()
    first = good_and_revoked(daemon, home)
    renewed(daemon, home)
    serves_tls(home)
    forged(daemon, first, home)
    requests(daemon, home)
    keys_at_rest(daemon)
