#!/usr/bin/env python3
"""What the others notice while half of a chittyd's connections attack: latency, memory of each waiting request, a right new token.

crowd.py BUILD [CONNECTIONS]   BUILD is a build's folder; CONNECTIONS (16384, or what the descriptors allow) is what chittyd takes

Each attack holds half of the connections: silent; a head a byte at a time; a body a byte at a time; endless chunk extensions;
wrong tokens, as many as two threads can send. Beside it one client asks again and again on a connection of its own each time.
All on loopback, a few seconds each.
"""
import contextlib
import http.client
import pathlib
import resource
import socket
import statistics
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, local

SECONDS = 5


def memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


class Daemon:
    def __init__(self, chitty):
        status = chitty.json("os", "status")
        self.supervisor = (status[0] if isinstance(status, list) else status)["pid"]
        self.port = int(chitty.url.rsplit(":", 1)[1])
        self.host = f"Host: 127.0.0.1:{self.port}\r\n"

    def worker(self):
        return children(self.supervisor)[0]

    def ask(self, path, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
        with contextlib.closing(connection):
            return connection.getresponse().status


def latencies(daemon, seconds=SECONDS):
    """Milliseconds of one request after the other, each on a new connection; and how many did not get 200."""
    times, failed, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        try:
            failed += daemon.ask("/health") != 200
        except OSError:
            failed += 1
        times.append((time.monotonic() - begin) * 1000)
    return times, failed


def open_many(daemon, count, first):
    many = []
    for _ in range(count):
        one = socket.socket()
        one.connect(("127.0.0.1", daemon.port))
        one.setblocking(False)
        if first:
            one.send(first)
        many.append(one)
    return many


def drip(many, byte, stop):
    """A byte to each, again and again, each of them once in a few seconds."""
    while not stop.is_set():
        for number, one in enumerate(many):
            with contextlib.suppress(OSError):
                one.send(byte)
            if number % 256 == 0 and stop.wait(0.05):
                return


def guess(daemon, stop, number):
    count = 0
    while not stop.is_set():
        with contextlib.suppress(OSError):
            daemon.ask("/chittyid/api/identities", f"wrong-{number}-{count}")
        count += 1


def report(name, base, found, each=None):
    times, failed = found
    middle, high = statistics.median(times), sorted(times)[int(len(times) * 0.99)]
    ratio = f" x {middle / statistics.median(base[0]):.2f}" if base else ""
    memory_text = f", {each} bytes of memory each" if each is not None else ""
    print(f"{name:28} {middle:6.2f} ms in the middle{ratio}, {high:7.2f} ms of 99 in 100, {failed} of {len(times)} refused{memory_text}", flush=True)


def attack(daemon, name, count, base, first, byte):
    before = memory(daemon.worker())
    many = open_many(daemon, count, first)
    time.sleep(1)
    each = (memory(daemon.worker()) - before) // max(count, 1)
    stop = threading.Event()
    dripping = threading.Thread(target=drip, args=(many, byte, stop)) if byte else None
    if dripping:
        dripping.start()
    report(name, base, latencies(daemon), each)
    stop.set()
    if dripping:
        dripping.join()
    for one in many:
        one.close()
    time.sleep(1)


def main(build, wanted):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(wanted, hard - 1024) // 2
    with local(build) as chitty:
        daemon = Daemon(chitty)
        latencies(daemon, 1)
        base = latencies(daemon)
        report("alone", None, base)
        post = f"POST /chittyid/api/identities HTTP/1.1\r\n{daemon.host}Authorization: Bearer x\r\n".encode()
        public = f"POST /chittyid/api/validate HTTP/1.1\r\n{daemon.host}".encode()
        attack(daemon, f"{count} silent", count, base, b"", b"")
        attack(daemon, f"{count} heads by bytes", count, base, b"GET /health HTTP/1.1\r\nX: ", b"x")
        attack(daemon, f"{count} bodies by bytes", count, base, public + b"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{", b" ")
        attack(daemon, f"{count} chunk extensions", count, base, public + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 1000, b"x")
        attack(daemon, f"{count} refused", count, base, post + b"Content-Length: 900\r\n\r\n", b"x")
        stop = threading.Event()
        guessing = [threading.Thread(target=guess, args=(daemon, stop, number)) for number in range(2)]
        for one in guessing:
            one.start()
        time.sleep(1)
        report("wrong tokens", base, latencies(daemon))
        waits = []
        for _ in range(5):
            token = chitty.run("auth", "token", "provision", "--scopes", "chittyid:read", "-o", "json", "--jq", ".token").stdout.strip().strip('"')
            begin = time.monotonic()
            while daemon.ask("/chittyid/api/identities", token) in (401, 429, 503):
                time.sleep(0.05)
            waits.append(time.monotonic() - begin)
        print(f"a right new token, meanwhile: {max(waits) * 1000:.0f} ms at most until it was taken", flush=True)
        stop.set()
        for one in guessing:
            one.join()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 16384)
