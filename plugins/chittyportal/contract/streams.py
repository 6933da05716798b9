#!/usr/bin/env python3
# ctest: on sqlite, needs os chittychronicle
"""Events on the page: each once and in order, again from where one was, `resync` where that is gone; and a thousand who want to follow
leave the daemon answering.

streams.py BUILD [CLIENTS]
"""
import http.client
import json
import pathlib
import re
import resource
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "tests/support"), str(HERE.parent / "testing")]
from browser import Browser, link
from local import local

CLIENTS, EVENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000, 60


class Followed:
    def __init__(self, browser, after=None):
        self.connection, self.reply = browser.begin("GET", "/page/events", timeout=15, **({"Last_Event_ID": str(after)} if after is not None else {}))

    def next(self):
        """(type, data, id) of the next event that is no comment."""
        kind, data, seq = "message", None, None
        while line := self.reply.readline().decode():
            field, _, value = line.rstrip("\n").partition(": ")
            if field == "event":
                kind = value
            elif field == "data":
                data = json.loads(value)
            elif field == "id":
                seq = int(value)
            elif line == "\n" and data is not None:
                return kind, data, seq
        raise EOFError

    def numbers(self, count):
        seen, last = [], None
        while len(seen) < count:
            kind, data, seq = self.next()
            for event in data if kind == "snapshot" else [data]:
                if event["action"] == "test.step":
                    seen.append(json.loads(event["data"])["number"])
            last = seq
        return seen, last


def record(daemon, numbers):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    for number in numbers:
        connection.request("POST", "/chittychronicle/events", json.dumps({"action": "test.step", "metadata": {"number": number}}),
                           {"Authorization": f"Bearer {daemon.token()}", "Content-Type": "application/json"})
        reply = connection.getresponse()
        assert reply.status == 200, reply.read()
        reply.read()


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, CLIENTS + 200)), hard))
with local(sys.argv[1]) as daemon:
    browser = Browser(daemon.port)
    browser.sign_in(link(daemon))
    first = Followed(browser)
    assert first.next()[0] == "snapshot"
    record(daemon, range(EVENTS))
    seen, last = first.numbers(EVENTS)
    assert seen == list(range(EVENTS)), seen
    first.connection.close()
    record(daemon, range(EVENTS, 2 * EVENTS))
    again = Followed(browser, after=last)
    assert again.numbers(EVENTS)[0] == list(range(EVENTS, 2 * EVENTS))
    again.connection.close()
    # What is kept no more: the feed keeps 2,000, and a process that has just begun the newest 200.
    record(daemon, range(2 * EVENTS, 2 * EVENTS + 2300))
    time.sleep(1)
    late = Followed(browser, after=1)
    kind, data, _ = late.next()
    assert kind == "resync" and data["lost"] > 0, (kind, data)
    kind, data, seq = late.next()
    assert kind == "snapshot" and len(data) == 50 and data[-1]["seq"] == seq, (kind, len(data), seq)
    late.connection.close()

    # A thousand. Each session has eight streams, all have a hundred; everybody else is told to come again.
    time.sleep(1)
    browsers = []
    for _ in range(15):
        one = Browser(daemon.port)
        for _ in range(3):
            status, text = one.sign_in(link(daemon))
            if status == 200:
                break
            time.sleep(1)
        browsers.append(one)
    streams, refused = [], {}
    for number in range(CLIENTS):
        connection, reply = browsers[number % len(browsers)].begin("GET", "/page/events", timeout=20)
        if reply.status == 200:
            streams.append((connection, reply))
        else:
            refused[reply.status] = refused.get(reply.status, 0) + 1
            reply.read()
            connection.close()
    assert 0 < len(streams) <= 100 and set(refused) <= {503, 429}, (len(streams), refused)
    began = time.monotonic()
    assert daemon.json("portal", "dashboard", "stats")
    answered = time.monotonic() - began
    record(daemon, [777])
    for connection, reply in streams:
        text = b""
        while b'"number\\":777' not in text and b"777" not in text:
            line = reply.readline()
            assert line, "a stream ended"
            text += line
    for connection, reply in streams:
        reply.close()
        connection.close()
    for _ in range(60):  # their places are free again, once who has left is noticed, and the limit of requests lets in
        status = Followed(browsers[0]).reply.status
        if status == 200:
            break
        time.sleep(1)
    else:
        raise AssertionError(f"no place is free again: {status}")
print(f"{EVENTS} events in order and again; of {CLIENTS} who follow {len(streams)} are in, {refused} come again later, and a command took {answered * 1000:.0f} ms meanwhile")
