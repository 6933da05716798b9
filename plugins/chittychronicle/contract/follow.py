#!/usr/bin/env python3
# ctest: on sqlite postgresql
"""Who follows sees each event, in order and once, whichever daemon recorded it, and nobody asks the database while nothing happens.

follow.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL, and two daemons
"""
import contextlib
import http.client
import json
import pathlib
import re
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import database, local

EVENTS, QUIET = 200, 2.0


class Follower(threading.Thread):
    """Events of one stream with the time at which each was seen."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
        self.connection.request("GET", "/chittychronicle/events/follow?service=test", headers={"Authorization": f"Bearer {daemon.token()}"})
        self.reply, self.seen = self.connection.getresponse(), []
        assert self.reply.status == 200, self.reply.read()

    def run(self):
        with contextlib.suppress(OSError, http.client.HTTPException, AttributeError, ValueError):
            while line := self.reply.readline():
                if line.startswith(b"data: "):
                    self.seen.append((time.monotonic(), json.loads(line[6:])))


def record(daemon, number):
    daemon_connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    daemon_connection.request("POST", "/chittychronicle/events", json.dumps({"action": "test.step", "metadata": {"number": number}}),
                              {"Authorization": f"Bearer {daemon.token()}", "Content-Type": "application/json"})
    reply = daemon_connection.getresponse()
    assert reply.status == 200, reply.read()
    return time.monotonic()


def statements(daemon):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {daemon.token()}"})
    return int(re.search(r"^chittyd_store_statements_total (\d+)", connection.getresponse().read().decode(), re.M).group(1))


with contextlib.ExitStack() as stack:
    url = stack.enter_context(database())
    daemons = [stack.enter_context(local(sys.argv[1], url)) for _ in range(2 if url else 1)]
    reader, writer = daemons[0], daemons[-1]
    time.sleep(1)
    before = statements(reader)
    time.sleep(QUIET)
    alone = statements(reader) - before
    followers = [Follower(reader) for _ in range(5)]
    for follower in followers:
        follower.start()
    time.sleep(1)
    before = statements(reader)
    time.sleep(QUIET)
    idle = statements(reader) - before
    assert idle <= alone + 5, f"five who wait cost {idle} statements in {QUIET} s, where {alone} are usual"
    written = [record(writer, number) for number in range(EVENTS)]
    end = time.monotonic() + 30
    while any(len(follower.seen) < EVENTS for follower in followers) and time.monotonic() < end:
        time.sleep(0.05)
    for follower in followers:
        assert [event["metadata"]["number"] for _, event in follower.seen] == list(range(EVENTS)), f"{len(follower.seen)} of {EVENTS} events came"
    late = sorted(1000 * (seen - at) for follower in followers for (seen, _), at in zip(follower.seen, written))
    print(f"{EVENTS} events to {len(followers)} who follow{' on another daemon' if url else ''}: seen {late[len(late) // 2]:.0f} ms after their acknowledgement"
          f" (at worst {late[-1]:.0f}); idle for {QUIET:.0f} s: {idle} statements, {alone} without them")
