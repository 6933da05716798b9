#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""kill -9 of the worker while certificates are issued: a serial number that was stored and not signed stays stored, is never used for
another certificate, and is unknown to OCSP; what was answered is there.

kill9.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import contextlib
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from judges import Issued, openssl
from local import children, local

WRITERS, MOST_ROUNDS = 6, 20


class Writers:
    def __init__(self, daemon, csr):
        self.daemon, self.body, self.answered, self.stop = daemon, json.dumps({"service": "chittyid", "csr": csr}), [], threading.Event()
        self.headers = {"Authorization": f"Bearer {daemon.token()}", "Content-Type": "application/json"}
        self.threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self):
        while not self.stop.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=20)
                connection.request("POST", "/chittyregister/api/v1/certificates", self.body, self.headers)
                reply = connection.getresponse()
                body = json.loads(reply.read())
                if reply.status == 200:
                    self.answered.append(body["certificate"]["serial"])
                continue
            time.sleep(0.02)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def reserved(daemon):
    return {row[0] for row in daemon.stored().rows("SELECT serial FROM register_certificates WHERE status = 'reserved'")}


with local(sys.argv[1]) as daemon, tempfile.TemporaryDirectory() as folder:
    daemon.json("register", "cert", "issue", "--service", "chittyid", "--out", folder)
    issued = Issued(folder, "chittyid")
    csr = subprocess.run(["openssl", "req", "-new", "-key", issued.key, "-subj", "/CN=chittyid"], capture_output=True, text=True, check=True).stdout
    writers, rounds = Writers(daemon, csr), 0
    try:
        while rounds < MOST_ROUNDS and (rounds < 3 or not reserved(daemon)):
            rounds += 1
            time.sleep(0.3)
            for pid in children(daemon.json("os", "status")[0]["pid"]):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
    finally:
        writers.end()
    left = reserved(daemon)
    assert left, f"no kill of {rounds} came between the number and the signature"
    for _ in range(3):  # life goes on
        daemon.json("register", "cert", "issue", "--service", "chittyid", "--out", folder, "--replace")
    rows = daemon.stored().rows("SELECT serial, status, pem FROM register_certificates")
    assert len({row["serial"] for row in rows}) == len(rows), "a number was used twice"
    by_serial = {row["serial"]: row for row in rows}
    assert left <= {row["serial"] for row in rows if row["status"] == "reserved" and row["pem"] is None}, "a number that was left is used"
    lost = [serial for serial in writers.answered if by_serial.get(serial, {}).get("status") != "valid"]
    assert not lost, f"{len(lost)} of {len(writers.answered)} answered certificates are not there"
    for serial in list(left)[:3]:
        code, out = openssl("ocsp", "-issuer", issued.issuer, "-serial", "0x" + serial, "-url", issued.ocsp, "-CAfile", issued.root)
        assert ": unknown" in out, out
    print(f"{len(writers.answered)} certificates answered through {rounds} kills, all there; {len(left)} numbers stored and not signed, none used again, unknown to OCSP")
