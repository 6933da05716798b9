#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""kill -9 of the worker while documents are certified: no serial number of a certificate or of a time stamp is used twice, what was
answered is there and passes, what was begun is not shown.

kill9.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import base64
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from killing import Writers, kill_while
from local import local


def reserved(daemon):
    return {row[0] for row in daemon.stored().rows("SELECT id FROM certify_certificates WHERE status = 'reserved'")}


def number_of(response):
    with tempfile.NamedTemporaryFile() as file:
        pathlib.Path(file.name).write_bytes(base64.b64decode(response))
        out = subprocess.run(["openssl", "ts", "-reply", "-in", file.name, "-text"], capture_output=True, text=True, check=True).stdout
    return re.search(r"Serial number: 0x([0-9A-F]+)", out)[1].lower()


with local(sys.argv[1]) as daemon:
    daemon.run("certify", "root")
    writers = Writers(daemon, "/chittycertify/api/v1/documents", {"sha256": "ab" * 32, "name": "contract.pdf"}, lambda body: body["certificate"]["id"])
    rounds = kill_while(writers, lambda: reserved(daemon))
    stored, left = daemon.stored(), reserved(daemon)
    assert left, f"no kill of {rounds} came between the number and the signature"
    assert writers.answered, "nothing was answered"
    rows = stored.rows("SELECT id, serial, status FROM certify_certificates")
    assert len({row["serial"] for row in rows}) == len(rows), "a certificate's number was used twice"
    good = {row["id"] for row in rows if row["status"] == "valid"}
    lost = set(writers.answered) - good
    assert not lost, f"{len(lost)} of {len(writers.answered)} answered certificates are not there"
    responses = stored.rows("SELECT certificate, response FROM certify_responses")
    assert {row["certificate"] for row in responses} == good, "a certificate without its stamp, or the other way round"
    given = {row[0] for row in stored.rows("SELECT serial FROM certify_stamps")}
    some = [number_of(row["response"]) for row in responses[:: max(1, len(responses) // 20)]]
    assert len(set(some)) == len(some) and set(some) <= given, "a stamp's number was used twice, or was never stored"
    assert len(given) >= len(responses)
    for id in writers.answered[-3:]:
        assert daemon.json("certify", "verify", id)["valid"] is True
    for id in list(left)[:2]:
        assert daemon.run("certify", "get", id).returncode == 5, "what was begun is shown"
    print(f"{len(writers.answered)} certificates answered through {rounds} kills, all there; {len(left)} begun and not signed, none of them shown; {len(given)} stamp numbers, none twice")
