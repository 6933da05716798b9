#!/usr/bin/env python3
# ctest: on sqlite, needs os
"""A PostgreSQL that goes away and comes back, and a password that nobody sees: with a server of its own.

database_away.py BUILD
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
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import Local, children, local


def ask(chitty, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
    connection.request(method, path, body, {"Authorization": f"Bearer {chitty.token()}", "Content-Type": "application/json"})
    reply = connection.getresponse()
    return reply.status, reply.getheader("Retry-After"), reply.read().decode()


def mint(chitty):
    return ask(chitty, "POST", "/chittyid/mint", '{"entityType":"person"}')


def until(what, seconds=20):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.1)


def seen_by_others(pid):
    """What a list of processes shows of these, environment included."""
    return b"".join(pathlib.Path(f"/proc/{one}/{file}").read_bytes() for one in (pid, *children(pid)) for file in ("cmdline", "environ"))


def nobody_sees_the_password(chitty, url):
    secrets = {urllib.parse.urlsplit(url).password, urllib.parse.unquote(urllib.parse.urlsplit(url).password)}
    shown = chitty.run("os", "status", "--all", "-o", "json").stdout + chitty.run("config", "get").stdout
    shown += "".join(path.read_text(errors="replace") for path in pathlib.Path(chitty.home).rglob("*.log"))
    shown += "".join(path.read_text(errors="replace") for path in pathlib.Path(chitty.home).rglob("*.ndjson"))
    shown += seen_by_others(chitty.json("os", "status")[0]["pid"]).decode(errors="replace")
    assert not any(secret in shown for secret in secrets), "the password can be seen"


def a_literal_is_kept_as_a_secret(build, url):
    """`os init --database` with the password in it writes a reference; chittyd itself takes no password on its command line."""
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home:
        chitty = Local(build, home)
        done = chitty.run("os", "init", "--port", "0", "--database", url)
        assert done.returncode == 0, done.stderr
        password = urllib.parse.urlsplit(url).password
        configured = next(pathlib.Path(home).rglob("config.json")).read_text()
        assert password not in done.stdout + done.stderr + configured, configured
        again = chitty.run("os", "init")
        assert again.returncode == 0 and next(pathlib.Path(home).rglob("config.json")).read_text() == configured, "init moved the data"
        assert chitty.run("os", "up").returncode == 0
        nobody_sees_the_password(chitty, url)
        chitty.run("os", "down")
        done = subprocess.run([pathlib.Path(build, "bin/chittyd"), "--data", home, "--database", url], env=chitty.env, capture_output=True, text=True)
        assert done.returncode == 2 and "hint: " in done.stderr and password not in done.stderr, done.stderr


build = sys.argv[1]
with tempfile.TemporaryDirectory(prefix="chitty-away-") as folder:
    server = pathlib.Path(folder, "server")
    postgres.start(server)
    try:
        url = (server / "url").read_text().strip()
        a_literal_is_kept_as_a_secret(build, url)
        with local(build, url) as chitty:
            assert mint(chitty)[0] == 200
            nobody_sees_the_password(chitty, url)

            # Stopped under requests: each is answered, as done or as a failure that may be tried again.
            answers, stop = [], threading.Event()

            def client():
                while not stop.is_set():
                    with contextlib.suppress(ConnectionError, http.client.HTTPException):  # cut off with the worker
                        answers.append(mint(chitty))

            clients = [threading.Thread(target=client) for _ in range(3)]
            for one in clients:
                one.start()
            time.sleep(0.5)
            postgres.halt(server)
            until(lambda: any(status == 503 for status, _, _ in answers))
            status, retry, body = mint(chitty)
            assert status == 503 and retry and "database" in json.loads(body)["message"].lower(), (status, retry, body)
            # It lives, and says what is wrong: whoever sends requests here can send them elsewhere meanwhile.
            assert ask(chitty, "GET", "/health/live")[0] == 200
            for page in ("/health", "/health/ready"):
                until(lambda: ask(chitty, "GET", page)[0] == 503)  # a check's result is given again for a second
                status, _, body = ask(chitty, "GET", page)
                assert status == 503 and json.loads(body)["status"] == "down" and "store" in [fault["part"] for fault in json.loads(body)["faults"]], (page, body)
            told = chitty.run("os", "status", "-o", "json")
            assert told.returncode == 1 and json.loads(told.stdout)[0]["status"] == "down" and "database" in told.stderr.lower(), told

            # A worker that dies meanwhile does not take the daemon with it: the next one waits.
            pid = json.loads(told.stdout)[0]["pid"]
            (worker,) = children(pid)
            os.kill(worker, signal.SIGKILL)
            stop.set()
            time.sleep(1.5)
            postgres.start(server)
            for one in clients:
                one.join(60)
            until(lambda: mint(chitty)[0] == 200)
            assert {status for status, _, _ in answers} <= {200, 503}, {status for status, _, _ in answers}
            acknowledged = [json.loads(body)["chittyId"] for status, _, body in answers if status == 200]
            there = {row["did"] for row in chitty.stored().rows("SELECT did FROM identities")}
            assert all("did:chitty:" + one in there for one in acknowledged) and len(set(acknowledged)) == len(acknowledged)
            nobody_sees_the_password(chitty, url)
            print(f"away under {len(answers)} requests, {len(acknowledged)} of them done and kept; back again by itself")
        # At the first start it is a refusal, in a sentence.
        postgres.halt(server)
        up = chitty = None
        with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home:
            chitty = Local(build, home, url)
            assert chitty.init().returncode == 0
            up = chitty.run("os", "up")
            assert up.returncode == 3 and "Connection refused" in up.stderr and urllib.parse.urlsplit(url).password not in up.stderr, up
    finally:
        postgres.stop(server)
