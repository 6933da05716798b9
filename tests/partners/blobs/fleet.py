#!/usr/bin/env python3
"""A fleet under load while one of its daemons is killed with kill -9: every request is counted, and all that was acknowledged is there.

packaging/fleet.sh BIN_FOLDER tests/partners/blobs/fleet.py [SECONDS]

Writers keep content of 1 KB to 2 MB, record events and mint identities through nginx, and read back what they kept.
"""
import collections
import hashlib
import http.client
import json
import os
import pathlib
import random
import signal
import sys
import threading
import time

host, port = os.environ["FLEET_URL"].removeprefix("http://").split(":")
HEADERS = {"Authorization": f"Bearer {os.environ['FLEET_TOKEN']}"}
PIDS = [int(pid) for pid in os.environ["FLEET_PIDS"].split()]
SECONDS, WRITERS = float(sys.argv[1]) if len(sys.argv) > 1 else 8, 8


def ask(connection, method, path, body=None, kind="application/json"):
    connection.request(method, path, body, HEADERS | ({"Content-Type": kind} if body is not None else {}))
    reply = connection.getresponse()
    return reply.status, reply.read()


class Load:
    def __init__(self):
        self.stop, self.counts, self.lock = threading.Event(), collections.Counter(), threading.Lock()
        self.parcels, self.events, self.minted, self.phase = {}, [], [], "before"
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def count(self, what, outcome):
        with self.lock:
            self.counts[self.phase, what, outcome] += 1

    def one(self, connection, number, turn, chance):
        what = ("keep", "event", "give", "mint")[turn % 4]
        if what == "keep":
            content, name = chance.randbytes(chance.choice((1000, 64 << 10, 2 << 20))), f"{number}-{turn}"
            status, body = ask(connection, "POST", f"/acme/parcels?id={name}", content, "application/octet-stream")
            if status == 201:
                assert json.loads(body)["address"] == "sha256:" + hashlib.sha256(content).hexdigest()
                self.parcels[name] = hashlib.sha256(content).hexdigest()
        elif what == "event":
            status, body = ask(connection, "POST", "/chittychronicle/events", json.dumps({"action": "fleet.test", "metadata": {"writer": number, "turn": turn}}))
            if status == 200:
                self.events.append(json.loads(body)["id"])
        elif what == "mint":
            status, body = ask(connection, "POST", "/chittyid/mint", json.dumps({"entityType": "thing"}))
            if status == 200:
                self.minted.append(json.loads(body)["chittyId"])
        else:
            mine = [name for name in list(self.parcels) if name.startswith(f"{number}-")]
            if not mine:
                return
            name = chance.choice(mine)
            status, body = ask(connection, "GET", f"/acme/parcels/{name}")
            if status == 200 and hashlib.sha256(body).hexdigest() != self.parcels[name]:
                status = "other content"
        self.count(what, status)

    def write(self, number):
        chance, turn, connection = random.Random(number), 0, None
        while not self.stop.is_set():
            turn += 1
            try:
                connection = connection or http.client.HTTPConnection(host, int(port), timeout=60)
                self.one(connection, number, turn, chance)
            except (OSError, http.client.HTTPException) as broken:
                self.count(("keep", "event", "give", "mint")[turn % 4], type(broken).__name__)
                connection = None

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(120)


def kill(pid):
    """The supervisor and its worker, at once."""
    workers = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, workers)):
        os.kill(one, signal.SIGKILL)


load = Load()
time.sleep(SECONDS / 2)
load.phase = "after"
kill(PIDS[0])
time.sleep(SECONDS / 2)
load.end()

connection = http.client.HTTPConnection(host, int(port), timeout=60)
lost = []
for name, digest in load.parcels.items():
    status, body = ask(connection, "GET", f"/acme/parcels/{name}")
    if status != 200 or hashlib.sha256(body).hexdigest() != digest:
        lost.append((name, status))
for event in load.events:
    if ask(connection, "GET", f"/chittychronicle/events/{event}")[0] != 200:
        lost.append(event)
for identity in load.minted:
    if ask(connection, "GET", f"/chittyid/api/info/{identity}")[0] != 200:
        lost.append(identity)
for (phase, what, outcome), count in sorted(load.counts.items(), key=str):
    print(f"{phase} the kill: {what:6} {outcome}: {count}")
total, done = sum(load.counts.values()), sum(count for (_, _, outcome), count in load.counts.items() if outcome in (200, 201))
after = sum(count for (phase, _, outcome), count in load.counts.items() if phase == "after" and outcome in (200, 201))
print(f"{total} requests, {done} done, {total - done} not done and told so; acknowledged: {len(load.parcels)} contents, {len(load.events)} events, "
      f"{len(load.minted)} identities; lost: {len(lost)}")
assert not lost, lost[:10]
assert after > 20 and done > total * 0.9, "the fleet did not go on"
assert not any(outcome == "other content" for _, _, outcome in load.counts), "content was not what it was"
