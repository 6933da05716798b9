#!/usr/bin/env python3
"""Mixed load with faults, for as long as is asked: soak.py BUILD [--minutes 60] [--postgres] [--seed N]

Clients mint, read, provision and revoke while a fault comes every half a minute: the worker or the whole daemon is killed, the worker
is stopped, PostgreSQL goes away (--postgres), the disk is full (as root, on SQLite: the data is on a small file system of its own).
At the end: what was acknowledged is in the database exactly once, the daemon's memory and descriptors are what they were before the
last quarter, which has no faults, and the database is sound. Exit 1 and a sentence otherwise.
"""
import argparse
import collections
import contextlib
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from local import Local, children, wait_for

CLIENTS, PAUSE, BETWEEN_FAULTS = 4, 0.01, 30
DISK = 256 << 20  # and as much again for each quarter of an hour


class Load:
    """Clients that never give up, and what they were told."""

    def __init__(self, chitty):
        self.chitty, self.stop = chitty, threading.Event()
        self.minted, self.revoked, self.statuses = [], [], collections.Counter()
        self.threads = [threading.Thread(target=self.client, args=(number,)) for number in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self, connection, method, path, body=None):
        connection.request(method, path, body and json.dumps(body), {"Authorization": f"Bearer {self.chitty.token()}", "Content-Type": "application/json"})
        reply = connection.getresponse()
        text = reply.read()
        self.statuses[reply.status] += 1
        return json.loads(text) if reply.status < 300 else None

    def once(self, connection, dice):
        chance = dice.random()
        if chance < 0.5 or not self.minted:
            if told := self.ask(connection, "POST", "/chittyid/mint", {"entityType": "thing"}):
                self.minted.append(told["chittyid"] if "chittyid" in told else told["chittyId"])
        elif chance < 0.8:
            self.ask(connection, "GET", "/chittyid/api/v2/chittyid/" + dice.choice(self.minted))
        elif told := self.ask(connection, "POST", "/chittyauth/v1/tokens/provision", {"scopes": ["chittyid:read"], "expiresIn": 3600}):
            if self.ask(connection, "POST", "/chittyauth/v1/tokens/revoke", {"tokenId": told["tokenId"]}):
                self.revoked.append(told["tokenId"])

    def client(self, number):
        dice, connection = random.Random(number), None
        while not self.stop.is_set():
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.chitty.port, timeout=30)
                self.once(connection, dice)
            except (OSError, http.client.HTTPException):
                self.statuses["no answer"] += 1
                connection = None
                time.sleep(0.1)
            time.sleep(PAUSE)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(60)


class Faults:
    """What happens to the daemon. Each mends what it broke; `told` counts them."""

    def __init__(self, chitty, server, disk):
        self.chitty, self.server, self.disk, self.told = chitty, server, disk, collections.Counter()

    def pid(self):
        return self.chitty.json("os", "status")[0]["pid"]

    def kill_worker(self):
        for worker in children(self.pid()):
            os.kill(worker, signal.SIGKILL)

    def stop_worker(self):
        workers = children(self.pid())
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        time.sleep(5)
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)

    def kill_daemon(self):
        supervisor = self.pid()
        for one in (supervisor, *children(supervisor)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.up()

    def restart_daemon(self):
        self.chitty.run("os", "down")
        self.up()

    def up(self):
        for _ in range(20):
            if self.chitty.run("os", "up").returncode == 0:
                return
            time.sleep(1)
        sys.exit("chitty os up failed twenty times after a fault: " + self.chitty.run("os", "up").stderr)

    def database_away(self):
        subprocess.run([sys.executable, postgres.__file__, "restart", self.server, "--away", "3"], check=True)

    def full_disk(self):
        filler = self.disk / "filler"
        with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(b"\0" * (1 << 20)):
                pass
        time.sleep(5)
        filler.unlink()

    def all(self):
        return [self.kill_worker, self.stop_worker, self.kill_daemon, self.restart_daemon] + ([self.database_away] if self.server else []) + (
            [self.full_disk] if self.disk else [])


def usage(pid):
    """Resident memory in MB and open descriptors of the daemon's processes."""
    memory = descriptors = 0
    for one in (pid, *children(pid)):
        memory += int(pathlib.Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
        descriptors += len(list(pathlib.Path(f"/proc/{one}/fd").iterdir()))
    return memory, descriptors


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of its own where this process may make one; else None."""
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "soak", folder], capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield pathlib.Path(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@contextlib.contextmanager
def server_of_its_own(wanted):
    if not wanted:
        yield None, None
        return
    with tempfile.TemporaryDirectory(prefix="chitty-soak-pg-") as folder:
        server = pathlib.Path(folder, "server")
        postgres.start(server)
        try:
            yield server, (server / "url").read_text().strip()
        finally:
            postgres.stop(server)


def lost(chitty, load):
    """Sentences about what was acknowledged and is not there, or there twice."""
    stored = chitty.stored()
    there = collections.Counter(row[0] for row in stored.rows("SELECT replace(did, 'did:chitty:', '') FROM identities"))
    missing = [one for one in load.minted if one not in there]
    twice = [one for one, times in (collections.Counter(load.minted) + collections.Counter()).items() if times > 1] + [one for one, n in there.items() if n > 1]
    alive = {row[0] for row in stored.rows("SELECT id FROM auth_tokens WHERE status <> 'revoked'")}
    back = [one for one in load.revoked if one in alive]
    if missing:
        yield f"{len(missing)} acknowledged identities are not in the database, such as {missing[0]}"
    if twice:
        yield f"{len(twice)} identities were given twice, such as {twice[0]}"
    if back:
        yield f"{len(back)} revoked tokens are alive, such as {back[0]}"
    if not stored.is_sound():
        yield "the database is damaged"


def soak(chitty, server, disk, minutes, dice):
    load, faults = Load(chitty), Faults(chitty, server, disk)
    begun, end = time.monotonic(), time.monotonic() + minutes * 60
    quiet = begun + minutes * 45
    try:
        while time.monotonic() < quiet:
            time.sleep(min(BETWEEN_FAULTS, minutes * 60 / 12))
            fault = dice.choice(faults.all())
            fault()
            faults.told[fault.__name__] += 1
            wait_for(chitty.url + "/health", 60)
        time.sleep((end - time.monotonic()) * 0.3)  # caches fill
        before = usage(faults.pid())
        time.sleep(max(0, end - time.monotonic()))
        after = usage(faults.pid())
    finally:
        load.end()
    wrong = list(lost(chitty, load))
    if after[0] > before[0] * 1.2 + 8:
        wrong.append(f"memory grew from {before[0]} to {after[0]} MB in the quiet quarter")
    if after[1] > before[1] + 2 * CLIENTS:
        wrong.append(f"descriptors grew from {before[1]} to {after[1]} in the quiet quarter")
    print(f"{minutes} min: {len(load.minted)} minted, {len(load.revoked)} revoked; replies {dict(load.statuses)}")
    print(f"faults {dict(faults.told)}; memory {before[0]} -> {after[0]} MB, descriptors {before[1]} -> {after[1]}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="chitty-soak-") as home, small_disk(home, DISK * (1 + int(asked.minutes // 15))) as disk, server_of_its_own(asked.postgres) as (server, url):
        chitty = Local(asked.build, home, url).start()
        if not disk:
            print("no file system of its own: the disk is never full")
        try:
            wrong = soak(chitty, server, None if server else disk, asked.minutes, random.Random(asked.seed))
        finally:
            chitty.run("os", "down")
    for sentence in wrong:
        print("LOST: " + sentence)
    sys.exit(bool(wrong))


main()
