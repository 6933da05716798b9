#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""Blobs in an object store, and everything that such a store may do wrong: each refusal is a sentence, nothing is half-written, no
secret comes out, and what was acknowledged comes back.

blobs.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import hashlib
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hosted import Hosted
from local import database
from object_store import SECRET, Fault, ObjectStore

build = sys.argv[1]
SMALL, LARGE = os.urandom(64 << 10), os.urandom((20 << 20) + 1)
number = 0


def address(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def put(daemon, content, name=None):
    global number
    number += 1
    status, body = daemon.ask("POST", f"/acme/parcels?id={name or f'p{number}'}", content)
    return status, json.loads(body)


def get(daemon, name):
    try:
        return daemon.ask("GET", f"/acme/parcels/{name}")
    except http.client.IncompleteRead as broken:
        return "cut", broken.partial


def is_clean(daemon, store, what):
    assert not store.uploads, (what, "an upload is left open", store.uploads.keys())
    waiting = [path for path in (daemon.home / "local").rglob("blob-*")]
    assert not waiting, (what, waiting)


def kept_and_given(daemon, store):
    for content in (b"", b"x", SMALL, os.urandom((1 << 20) + 1), LARGE):
        name = f"whole-{len(content)}"
        status, said = put(daemon, content, name)
        assert status == 201 and said["address"] == address(content) and said["size"] == len(content), (status, said)
        assert store.objects[store.key(address(content))] == content
        assert get(daemon, name) == (200, content)
        store.asked.clear()
        assert put(daemon, content)[0] == 201
        assert sum(len(one.body) for one in store.asked) <= (1 << 20), "what is there was sent again"
    is_clean(daemon, store, "kept")
    print(f"{len(store.blobs())} contents kept, given and kept once; one of them in parts")


def times(count, fault, *, method, within=""):
    left = [count]

    def ask(asked):
        fits = asked.method == method and (within in asked.query or not within)
        if not fits or left[0] == 0:
            return None
        left[0] -= 1
        return fault
    return ask


# What the store does when something is kept; the status that this becomes, words of it, and whether it is kept in the end.
KEEPING = [
    ("busy twice", SMALL, times(2, Fault(503, "SlowDown"), method="PUT"), 201, ""),
    ("hangs up once", SMALL, times(1, Fault(hang_up=True), method="PUT"), 201, ""),
    ("slow", SMALL, times(1, Fault(503, "SlowDown", wait=2), method="PUT"), 201, ""),
    ("busy in the middle, twice", LARGE, times(2, Fault(503, "SlowDown"), method="PUT", within="partNumber"), 201, ""),
    ("busy for good", SMALL, times(-1, Fault(503, "SlowDown"), method="PUT"), 503, "The object store is busy or failing"),
    ("full", SMALL, times(-1, Fault(507, "XMinioStorageFull"), method="PUT"), 507, "The object store is full"),
    ("full in the middle", LARGE, lambda asked: Fault(507, "QuotaExceeded") if asked.query.get("partNumber") == "2" else None, 507, "The object store is full"),
    ("503 in the middle for good", LARGE, lambda asked: Fault(503, "SlowDown") if asked.query.get("partNumber") == "3" else None, 503, "busy or failing"),
    ("no right to write", SMALL, times(-1, Fault(403, "AccessDenied"), method="PUT"), 500, "does not allow it"),
    ("200 with an error", SMALL, times(-1, Fault(body=b"<?xml version='1.0'?><Error><Code>InternalError</Code></Error>"), method="PUT"), 500, "answered 200 with the error InternalError"),
    ("200 with an error at the end", LARGE, times(-1, Fault(body=b" <Error><Code>InternalError</Code></Error>"), method="POST", within="uploadId"), 500, "when all parts were sent"),
    ("an answer without end", SMALL, times(-1, Fault(body=b"x" * 9, cut=3), method="PUT"), 500, "did not end its answer"),
    ("a part without a confirmation", LARGE, times(-1, Fault(), method="PUT", within="partNumber"), 500, "did not confirm a part"),
    ("an upload without a name", LARGE, times(-1, Fault(body=b"<x/>"), method="POST", within="uploads"), 500, "did not say the name of an upload"),
    ("damaged on its way", SMALL, times(-1, Fault(400, "XAmzContentSHA256Mismatch"), method="PUT"), 500, "XAmzContentSHA256Mismatch"),
    ("no HTTP", SMALL, times(-1, Fault(999, body=b"?"), method="PUT"), 500, ""),
]


def refusals_of_keeping(daemon, store):
    for what, content, fault, wanted, words in KEEPING:
        store.objects.clear()
        store.fault = fault
        begun = time.monotonic()
        status, said = put(daemon, content, f"case {what}".replace(" ", "-"))
        took = time.monotonic() - begun
        store.fault = None
        message = said.get("message", "")
        assert status == wanted and words in message, (what, status, said)
        assert (status == 201) == bool(store.blobs()), (what, store.blobs().keys())
        assert SECRET not in json.dumps(said), what
        is_clean(daemon, store, what)
        print(f"{what}: {status} {message} ({took:.1f} s)")
    store.objects.clear()

    def lose_a_part(asked):
        if asked.method == "POST" and "uploadId" in asked.query:
            store.uploads[asked.query["uploadId"]].pop(2)
    store.fault = lose_a_part
    status, said = put(daemon, LARGE)
    store.fault = None
    assert status == 500 and "has lost a part" in said["message"], said
    print(f"loses a part: {status} {said['message']}")
    status, said = put(daemon, LARGE, "after-the-loss")  # what is there has another length
    assert status == 201 and get(daemon, "after-the-loss") == (200, LARGE), said
    is_clean(daemon, store, "loses a part")


def refusals_of_giving(daemon, store):
    content = LARGE
    assert put(daemon, content, "given")[0] == 201
    wrong = bytes([content[0] ^ 1]) + content[1:]
    broken = [2]

    def breaks_off(asked):
        if asked.method != "GET" or broken[0] == 0:
            return None
        broken[0] -= 1
        return Fault(body=content, cut=1 << 20) if broken[0] == 1 else None

    cases = [
        ("breaks off once", breaks_off, 200),
        ("busy once", times(1, Fault(503, "SlowDown"), method="GET"), 200),
        ("truncates", times(-1, Fault(body=content[: 3 << 20]), method="GET"), "cut"),
        ("wrong bytes", times(-1, Fault(body=wrong), method="GET"), "cut"),
        ("more than there was", times(-1, Fault(body=content + b"x"), method="GET"), "cut"),
        ("does not go on", times(-1, Fault(body=content, cut=1 << 20), method="GET"), "cut"),
        ("away", times(-1, Fault(hang_up=True), method="GET"), 503),
        ("lost", times(-1, Fault(404, "NoSuchKey"), method="GET"), 404),
        ("no right to read", times(-1, Fault(403, "AccessDenied"), method="GET"), 500),
    ]
    for what, fault, wanted in cases:
        store.fault = fault
        status, body = get(daemon, "given")
        store.fault = None
        assert status == wanted, (what, status, body[:300])
        assert (status == 200) == (body == content), what
        print(f"{what}: {status} {json.loads(body)['message'] if isinstance(status, int) and status != 200 else f'{len(body)} bytes'}")
    assert put(daemon, b"wrong soon", "small")[0] == 201
    store.objects[store.key(address(b"wrong soon"))] = b"wrong now!"
    status, body = get(daemon, "small")
    assert status == 500 and "damaged" in json.loads(body)["message"], body
    print(f"a small one damaged: {status} {json.loads(body)['message']}")


def another_clock(daemon, store):
    store.clock = 2 * 3600
    assert put(daemon, b"in another time")[0] == 201
    store.clock = 0
    assert put(daemon, b"in this time")[0] == 201
    print("a clock that differs by two hours is put right, and back")


def faults_of(daemon):
    status, page = daemon.ask("GET", "/health/ready")
    return status, {fault["part"]: fault["message"] for fault in json.loads(page).get("faults", [])}


def away(daemon, store):
    assert faults_of(daemon) == (200, {})
    store.__exit__()
    time.sleep(1.1)
    status, said = put(daemon, SMALL)
    assert status == 503 and "The object store is away" in said["message"], said
    status, faults = faults_of(daemon)
    assert status == 503 and "The object store is away" in faults["blobs"], (status, faults)
    status, page = daemon.ask("GET", "/health")
    assert status == 200 and json.loads(page)["status"] == "degraded", page
    assert daemon.ask("POST", "/acme/things", json.dumps({"id": "t", "name": "needs none", "weight": 1}))[0] == 201
    print(f"away: {faults['blobs']}")
    # A worker that starts meanwhile does not wait for it.
    os.kill(daemon.workers()[0], signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if daemon.ask("POST", "/acme/things", json.dumps({"id": f"t{time.monotonic()}", "name": "x", "weight": 1}))[0] == 201:
                break
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    assert "starting without the object store" in daemon.log.read_text(), daemon.log.read_text()
    with ObjectStore(port=store.port) as back:
        assert put(daemon, SMALL, "back")[0] == 201 and get(daemon, "back") == (200, SMALL)
        time.sleep(1.1)
        assert faults_of(daemon) == (200, {}), faults_of(daemon)
        print("back: kept and given, and all is well")


with tempfile.TemporaryDirectory() as folder, database() as url:
    home = pathlib.Path(folder)
    with ObjectStore() as store, Hosted(build, home, url, S3_SECRET="not this one") as daemon:
        refused = daemon.start("--reply-limit", "15", "--blobs", store.url(f"file:{daemon.secret('s3', SECRET)}"))
        assert refused is None, refused
        kept_and_given(daemon, store)
        refusals_of_keeping(daemon, store)
        refusals_of_giving(daemon, store)
        another_clock(daemon, store)
        processes = subprocess.run(["ps", "-e", "-o", "args"], capture_output=True, text=True).stdout
        assert SECRET not in processes + daemon.log.read_text(), "the secret is seen"
        away(daemon, store)
        assert SECRET not in daemon.log.read_text()
