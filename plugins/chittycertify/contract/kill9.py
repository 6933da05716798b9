#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""kill -9 of the worker while documents are certified: no serial number of a certificate or of a time stamp is used twice, what was
answered is there and passes, what was begun is not shown.

kill9.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import children, local

WRITERS, MOST_ROUNDS = 6, 20


class Writers:
    def __init__(self, daemon):
        self.daemon, self.body, self.answered, self.stop = daemon, json.dumps({"sha256": "ab" * 32, "name": "contract.pdf"}), [], threading.Event()
        self.headers = {"Authorization": f"Bearer {daemon.token()}", "Content-Type": "application/json"}
        self.threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self):
        while not self.stop.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=20)
                connection.request("POST", "/chittycertify/api/v1/documents", self.body, self.headers)
                reply = connection.getresponse()
                body = json.loads(reply.read())
                if reply.status == 200:
                    self.answered.append(body["certificate"]["id"])
                continue
            time.sleep(0.02)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def reserved(daemon):
    return {row[0] for row in daemon.stored().rows("SELECT id FROM certify_certificates WHERE status = 'reserved'")}


def number_of(response):
    with tempfile.NamedTemporaryFile() as file:
        pathlib.Path(file.name).write_bytes(base64.b64decode(response))
        out = subprocess.run(["openssl", "ts", "-reply", "-in", file.name, "-text"], capture_output=True, text=True, check=True).stdout
    return re.search(r"Serial number: 0x([0-9A-F]+)", out)[1].lower()


with local(sys.argv[1]) as daemon:
    daemon.run("certify", "root")
    writers, rounds = Writers(daemon), 0
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
