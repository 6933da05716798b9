#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Routes that change: in force at once on the daemon that was told, within a second on another of the database, and never half: a
document that cannot be understood leaves the one before in force.

routes.py BUILD
"""
import contextlib
import http.client
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import database, local


def ask(chitty, path):
    """(status, body), the path sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=10)
    try:
        connection.putrequest("GET", path)
        connection.endheaders()
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def gateway(chitty, *words):
    done = chitty.run("gateway", *words, "-o", "json")
    assert done.returncode == 0, (words, done.stderr)
    record = json.loads(done.stdout)
    record = record[0] if isinstance(record, list) else record
    assert record.get("inForce", True), record
    return record


def within_a_second(what, fact):
    begin = time.monotonic()
    while not fact():
        assert time.monotonic() - begin < 1, f"{what}: not within a second"
        time.sleep(0.01)
    print(f"{what}: on the other daemon after {time.monotonic() - begin:.2f} s")


def one_daemon(chitty):
    gateway(chitty, "route", "add", "/api/id", "chittyid")
    status, body = ask(chitty, "/api/id/health")
    assert status == 200 and json.loads(body)["service"] == "chittyid", (status, body)
    assert ask(chitty, "/api/identity")[0] == 404, "by whole segments"
    gateway(chitty, "route", "add", "/api/id/later", "chittylater")
    status, body = ask(chitty, "/api/id/later/x")
    assert status in (404, 502, 503) and "chittylater" in body, (status, body)
    gateway(chitty, "route", "remove", "/api/id/later")
    assert ask(chitty, "/api/id/health")[0] == 200
    # A limit of the path counts whoever comes by it, however it is written, and nobody who comes by the service's own name.
    gateway(chitty, "limits", "set", "/api/id", "2req/hour")
    keys = [ask(chitty, path)[0] for path in ("/api/id/.well-known/jwks.json", "/x/../api/id/.well-known/jwks.json", "/api/./id/.well-known/jwks.json")]
    assert keys == [200, 200, 429], keys
    assert ask(chitty, "/chittyid/.well-known/jwks.json")[0] == 200
    gateway(chitty, "limits", "remove", "/api/id")


def nothing_lost(chitty):
    """Routes around one that is used come and go: each request of it is answered by its service."""
    wrong, count, ends = [], [0], threading.Event()

    def use():
        while not ends.is_set():
            status, body = ask(chitty, "/api/id/health")
            count[0] += 1
            if status != 200 or '"chittyid"' not in body:
                wrong.append((status, body))
    users = [threading.Thread(target=use) for _ in range(3)]
    for user in users:
        user.start()
    for number in range(8):
        gateway(chitty, "route", "add", f"/api/id/{number}", "chittylater")
        gateway(chitty, "route", "add", f"/api/id/{number}/x", "chittyid")
        gateway(chitty, "route", "remove", f"/api/id/{number}")
    ends.set()
    for user in users:
        user.join()
    assert not wrong, wrong[:3]
    print(f"{count[0]} requests while 24 routes changed: each answered by its service")


def not_understood(chitty):
    """What only somebody with the database's rights can write: the log says what is wrong, and nothing changes."""
    stored = chitty.stored()
    stored.change("UPDATE gateway_routes SET prefix = '/health' WHERE prefix = '/api/id/0/x'")
    stored.change("UPDATE gateway_policy SET version = version + 1")
    log, end = next(pathlib.Path(chitty.home).rglob("chittyd.log")), time.monotonic() + 10
    while "is not in force, the one before it still is" not in log.read_text():
        assert time.monotonic() < end, log.read_text()[-500:]
        time.sleep(0.05)
    assert ask(chitty, "/health")[0] == 200 and ask(chitty, "/api/id/0/x/health")[0] == 200
    stored.change("UPDATE gateway_routes SET prefix = '/api/id/0/x' WHERE prefix = '/health'")
    gateway(chitty, "route", "remove", "/api/id/0/x")


def two_daemons(one, two):
    gateway(one, "route", "add", "/two", "chittyid")
    within_a_second("a route that was added", lambda: ask(two, "/two/health")[0] == 200)
    gateway(two, "route", "remove", "/two")
    within_a_second("a route that was removed", lambda: ask(one, "/two/health")[0] == 404)


with contextlib.ExitStack() as stack:
    url = stack.enter_context(database())
    first = stack.enter_context(local(sys.argv[1], url))
    one_daemon(first)
    nothing_lost(first)
    not_understood(first)
    if url:
        two_daemons(first, stack.enter_context(local(sys.argv[1], url)))
