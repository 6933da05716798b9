#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""kill -9 of the worker while certificates are issued: a serial number that was stored and not signed stays stored, is never used for
another certificate, and is unknown to OCSP; what was answered is there.

kill9.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from judges import Issued, openssl
from killing import Writers, kill_while
from local import local


def reserved(daemon):
    return {row[0] for row in daemon.stored().rows("SELECT serial FROM register_certificates WHERE status = 'reserved'")}


with local(sys.argv[1]) as daemon, tempfile.TemporaryDirectory() as folder:
    daemon.json("register", "cert", "issue", "--service", "chittyid", "--out", folder)
    issued = Issued(folder, "chittyid")
    csr = subprocess.run(["openssl", "req", "-new", "-key", issued.key, "-subj", "/CN=chittyid"], capture_output=True, text=True, check=True).stdout
    writers = Writers(daemon, "/chittyregister/api/v1/certificates", {"service": "chittyid", "csr": csr}, lambda body: body["certificate"]["serial"])
    rounds = kill_while(writers, lambda: reserved(daemon))
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
