#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""HTTPS by `chitty os up --tls`, seen by curl, by openssl and by chitty itself: who is believed and who is not, a certificate that is
renewed while requests run (none fails), one that does not fit (the old one stays), and the way back.

tls.py BUILD
"""
import json
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import Local, children, cpu_seconds

EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Authority:
    """A root, an intermediate, and certificates by that."""

    def __init__(self, folder):
        self.folder = folder
        self.openssl("req", "-x509", *EC, "-keyout", "root.key", "-out", "root.pem", "-days", "30", "-subj", "/CN=a root")
        self.signed("middle", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign\n")

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def signed(self, name, by, extensions, days=30):
        (self.folder / "extensions").write_text(extensions)
        self.openssl("req", *EC, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-CAcreateserial", "-extfile", "extensions",
                     "-days", str(days), "-out", f"{name}.pem")
        (self.folder / f"{name}.key").chmod(0o600)

    def leaf(self, name, san="DNS:localhost,IP:127.0.0.1", days=30):
        self.signed(name, "middle", f"subjectAltName={san}\nextendedKeyUsage=serverAuth\n", days)
        chain = self.folder / f"{name}.pem"
        chain.write_text(chain.read_text() + (self.folder / "middle.pem").read_text())
        return chain, self.folder / f"{name}.key"


def curl(*words):
    return subprocess.run(["curl", "-sS", "--max-time", "10", *words], capture_output=True, text=True)


def s_client(port, *words):
    return subprocess.run(["timeout", "10", "openssl", "s_client", "-connect", f"127.0.0.1:{port}", *words], input="", capture_output=True, text=True)


def told(done, code, *words):
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    for word in words:
        assert word in done.stderr + done.stdout, (word, done.stdout, done.stderr)
    return done.stdout + done.stderr


def seen_by_others(port, authority):
    root = authority.folder / "root.pem"
    live = f"https://localhost:{port}/health/live"
    told(curl("--cacert", root, live), 0, '"service":"chittyd"')
    told(curl("--cacert", root, "--tls-max", "1.2", live), 0, '"service":"chittyd"')
    told(curl(live), 60, "certificate")
    told(curl("--cacert", root, "--resolve", f"other.example:{port}:127.0.0.1", f"https://other.example:{port}/health/live"), 60, "no alternative certificate subject name matches")
    told(curl(f"http://localhost:{port}/health/live"), 0, "This port speaks HTTPS")
    good = s_client(port, "-CAfile", root, "-verify_hostname", "localhost", "-showcerts")
    told(good, 0, "TLSv1.3", "Verify return code: 0 (ok)", "issuer=CN = middle")
    assert good.stdout.count("BEGIN CERTIFICATE") == 2, "the chain without its root"
    assert "New Session Ticket" not in good.stdout
    for old in ("-tls1", "-tls1_1"):
        assert "Cipher is (NONE)" in s_client(port, old, "-cipher", "DEFAULT@SECLEVEL=0").stdout, old
    assert "Cipher is (NONE)" in s_client(port, "-tls1_2", "-cipher", "AES128-GCM-SHA256").stdout, "no forward secrecy"
    assert "no application protocol" in s_client(port, "-alpn", "h2").stderr


class Halves:
    """A client whose records are sent in parts."""

    def __init__(self, port, root):
        context = ssl.create_default_context(cafile=root)
        self.coming, self.going = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.coming, self.going, server_hostname="localhost")
        self.plain = socket.create_connection(("127.0.0.1", port), 10)
        self.until(self.tls.do_handshake)
        self.plain.sendall(self.going.read())

    def until(self, step):
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self.plain.sendall(self.going.read())
                piece = self.plain.recv(65536)
                if not piece:
                    self.coming.write_eof()
                self.coming.write(piece)

    def record(self, text):
        self.tls.write(text)
        return self.going.read()


def half_a_record(local, port, root):
    """It costs nothing while the rest of it is waited for, in a head and in a body."""
    status = local.json("os", "status")[0]
    pids = [status["pid"]] + children(status["pid"])
    head = f"POST /chittyid/api/validate HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n".encode()
    for first in (b"", head):
        client = Halves(port, root)
        if first:
            client.plain.sendall(client.record(first))
        record = client.record(b"{}" if first else head + b"{}")
        client.plain.sendall(record[:len(record) // 2])
        time.sleep(0.3)
        before = cpu_seconds(pids)
        time.sleep(1)
        spent = cpu_seconds(pids) - before
        assert spent < 0.1, f"{spent} s of the processor for waiting"
        client.plain.sendall(record[len(record) // 2:])
        assert client.until(lambda: client.tls.read(4096)).startswith(b"HTTP/1.1 "), first


class Load:
    """Requests on new connections and on kept ones, until it ends; what failed."""

    def __init__(self, port, root):
        self.port, self.context = port, ssl.create_default_context(cafile=root)
        self.done, self.failed, self.serials, self.ends = 0, [], set(), False
        self.threads = [threading.Thread(target=self.run, args=(each,)) for each in (1, 1, 20)]
        for thread in self.threads:
            thread.start()

    def run(self, requests):
        request = f"GET /health/live HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode()
        while not self.ends:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 10) as plain, self.context.wrap_socket(plain, server_hostname="localhost") as stream:
                    self.serials.add(stream.getpeercert()["serialNumber"])
                    for _ in range(requests):
                        stream.sendall(request)
                        reply = b""
                        while b"}" not in reply:
                            piece = stream.recv(65536)
                            if not piece:
                                raise EOFError(reply)
                            reply += piece
                        assert reply.startswith(b"HTTP/1.1 200 "), reply
                        self.done += 1
            except Exception as wrong:
                self.failed.append(repr(wrong))

    def stop(self):
        self.ends = True
        for thread in self.threads:
            thread.join()
        return self


def expires(local):
    return local.json("os", "status")[0]["certificateExpiresAt"]


def until(is_so, what):
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def renewed_under_load(local, port, authority, used):
    """Written over in place, one file after the other, as an impatient administrator does."""
    load = Load(port, authority.folder / "root.pem")
    for number in range(3):
        seen = len(load.serials)
        certificate, key = authority.leaf(f"renewed{number}", days=40 + number)
        used[0].write_text(certificate.read_text())
        time.sleep(0.2)
        used[1].write_text(key.read_text())
        until(lambda: len(load.serials) > seen, "the new certificate is not used")
    load.stop()
    assert not load.failed, load.failed[:3]
    assert load.done > 100, load.done
    print(f"renewed three times under load: {load.done} requests, none failed")

    before, log = expires(local), pathlib.Path(local.home, ".local/state/chitty/chittyd.log")
    stranger_key = (authority.folder / "root.key").read_text()
    kept = used[1].read_text()
    used[1].write_text(stranger_key)
    until(lambda: "the new certificate is not used" in log.read_text(), "it is not told")
    time.sleep(2.5)
    assert log.read_text().count("the new certificate is not used") == 1
    assert expires(local) == before
    told(curl("--cacert", authority.folder / "root.pem", f"https://localhost:{port}/health/live"), 0)
    used[1].write_text(kept)

    soon = authority.leaf("soon", days=3)
    used[0].write_text(soon[0].read_text()), used[1].write_text(soon[1].read_text())
    until(lambda: expires(local) != before, "the one that ends soon is not used")
    health = local.run("os", "health", "-o", "json")
    told(health, 0, "The certificate expires in 2 days")
    gone = authority.leaf("gone", days=-1)
    used[0].write_text(gone[0].read_text()), used[1].write_text(gone[1].read_text())
    until(lambda: "expired" in json.dumps(local.run("os", "health", "-o", "json").stdout), "an expired one is not told")
    told(local.run("os", "health"), 1, "The certificate expired at")
    told(curl("--cacert", authority.folder / "root.pem", f"https://localhost:{port}/health/live"), 60, "expired")
    told(local.run("id", "list"), 7, "expired on")
    good = authority.leaf("good", days=30)
    used[0].write_text(good[0].read_text()), used[1].write_text(good[1].read_text())
    until(lambda: local.run("os", "health").returncode == 0, "it does not recover")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="chitty-tls-") as home:
        folder = pathlib.Path(home, "certificates")
        folder.mkdir(mode=0o700)
        authority = Authority(folder)
        local = Local(build, home)
        used = authority.leaf("used")
        root = folder / "root.pem"
        try:
            started = told(local.run("os", "up", "--port", "0", "--tls", "--tls-certificate", used[0], "--tls-key", used[1], "--authority", root), 0,
                           "chittyd is running at https://127.0.0.1:", "chittyos.authority")
            plain, port = local.port, int(re.search(r"https://127\.0\.0\.1:(\d+)", started).group(1))
            config = json.loads(pathlib.Path(home, ".config/chitty/config.json").read_text())["chittyos"]
            assert (config["baseUrl"], config["authority"]) == (f"https://127.0.0.1:{port}", str(root)), config
            told(local.run("id", "mint", "--entity", "PERSON", "-v"), 0, f"https://127.0.0.1:{port}/chittyid")
            told(local.run("os", "status"), 0, f"https://127.0.0.1:{port}")
            seen_by_others(port, authority)
            half_a_record(local, port, root)

            told(local.run("config", "set", "chittyos.authority", str(folder / "middle.pem")), 0)
            told(local.run("id", "list"), 0)
            stranger = folder / "stranger.pem"
            authority.openssl("req", "-x509", *EC, "-keyout", "stranger.key", "-out", "stranger.pem", "-days", "30", "-subj", "/CN=a stranger")
            told(local.run("config", "set", "chittyos.authority", str(stranger)), 0)
            told(local.run("id", "list"), 7, f"which is not trusted here", f"the configured authority is {stranger}")
            told(local.run("config", "unset", "chittyos.authority"), 0)
            told(local.run("id", "list"), 7, "hint: Nothing was sent. If it is your own authority: chitty config set chittyos.authority FILE")
            told(local.run("os", "up"), 0, "already running", "Set chittyos.authority")
            told(local.run("id", "list"), 0)

            renewed_under_load(local, port, authority, used)

            told(local.run("os", "down"), 0)
            told(local.run("os", "up"), 0, f"https://127.0.0.1:{port}")
            told(local.run("os", "up", "--no-tls"), 0, f"chittyd is running at http://127.0.0.1:{plain}")
            config = json.loads(pathlib.Path(home, ".config/chitty/config.json").read_text())["chittyos"]
            assert config["baseUrl"] == f"http://127.0.0.1:{plain}" and "authority" not in config, config
            told(curl(f"https://localhost:{port}/health/live"), 7)
            used[1].chmod(0o644)
            told(local.run("os", "up", "--tls"), 3, f"the key {used[1]} can be read by others", f"chmod 600 {used[1]}")
            told(local.run("id", "list"), 0)  # it runs as before
            used[1].chmod(0o600)
            told(local.run("os", "up", "--tls"), 0, f"chittyd is running at https://127.0.0.1:{port}")
            told(local.run("id", "list"), 0)
        finally:
            local.run("os", "down")
    print("HTTPS: curl, openssl and chitty agree")


main()
