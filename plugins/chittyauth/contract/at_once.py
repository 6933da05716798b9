#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""Two processes of one person exchange a credential at once: none of them shows the service a token that was exchanged before, so
nothing is revoked; the second exchanges what the first has kept. And who cannot wait says so, and exchanges nothing.

at_once.py BUILD
"""
import contextlib
import fcntl
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

support = pathlib.Path(__file__).resolve().parents[3] / "tests/support"
sys.path.insert(0, str(support))
from local import local

ROUNDS, AT_ONCE = 4, 3
build = pathlib.Path(sys.argv[1]).resolve()


def start(chitty, *words):
    return subprocess.Popen([chitty.chitty, *words, "-o", "json"], env=chitty.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True)


def ended(process, seconds=30):
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out, err


def one(text):
    record = json.loads(text)
    return record[0] if isinstance(record, list) else record


def at_once(chitty, *words):
    """Their records; all must have done it."""
    processes = [start(chitty, *words) for _ in range(AT_ONCE)]
    results = [ended(process) for process in processes]
    assert all(code == 0 for code, _, _ in results), (words, results)
    return [one(out) for _, out, _ in results]


def own_tokens(chitty):
    seen = {record["tokenId"] for _ in range(ROUNDS) for record in at_once(chitty, "auth", "token", "refresh")}
    assert len(seen) == ROUNDS * AT_ONCE, seen
    assert one(chitty.run("auth", "token", "validate", "-o", "json").stdout)["tokenId"] in seen
    print(f"own token: {len(seen)} refreshes, {AT_ONCE} at once, each of the one before")


def oauth_tokens(chitty):
    chitty.json("auth", "oauth", "clients", "create", "--name", "Tool", "--client-id", "tool")
    chitty.json("auth", "oauth", "authorize", "--client-id", "tool", "--scope", "openid offline_access admin:*")
    for _ in range(ROUNDS):
        assert all(record["refreshable"] for record in at_once(chitty, "auth", "oauth", "refresh"))
    chitty.json("auth", "token", "list")
    print(f"OAuth: {ROUNDS * AT_ONCE} refreshes, {AT_ONCE} at once")


def nothing_was_revoked(chitty):
    store = chitty.stored()
    bad = store.rows("SELECT id, kind, reason FROM auth_tokens WHERE status = 'revoked'")
    told = store.rows("SELECT data FROM events_outbox WHERE type = 'token.reused'")
    assert not bad and not told, (bad, told)
    return len(store.rows("SELECT id FROM auth_tokens"))


@contextlib.contextmanager
def held(chitty):
    """Somebody else exchanges, and takes long."""
    with open(pathlib.Path(chitty.home, ".config/chitty/credentials.lock"), "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def waiting(chitty):
    before = nothing_was_revoked(chitty)
    with held(chitty):
        code, _, err = ended(start(chitty, "auth", "token", "refresh", "--timeout", "400ms"))
        assert code == 7 and "400" in err, (code, err)
        stopped = start(chitty, "auth", "token", "refresh")
        time.sleep(0.5)
        assert stopped.poll() is None, stopped.communicate()
        os.kill(stopped.pid, signal.SIGINT)
        assert ended(stopped)[0] == 130
        assert ended(start(chitty, "auth", "token", "validate"))[0] == 0, "who only looks need not wait"
        assert ended(start(chitty, "auth", "token", "refresh", "--dry-run"))[0] == 0, "nor does who only says what would be done"
        patient = start(chitty, "auth", "token", "refresh")
        time.sleep(0.3)
    code, _, err = ended(patient)
    assert code == 0, err
    after = nothing_was_revoked(chitty)
    assert after == before + 1, (before, after)
    lock = pathlib.Path(chitty.home, ".config/chitty/credentials.lock")
    lock.unlink()
    lock.mkdir()
    code, _, err = ended(start(chitty, "auth", "token", "refresh"))
    assert code == 3 and "Cannot lock" in err and nothing_was_revoked(chitty) == after, (code, err)
    lock.rmdir()
    print("who cannot wait exchanges nothing; who can goes on as soon as it is free")


with local(build, CHITTY_BROWSER=str(support / "person.py"), PATH=f"{build / 'bin'}:{os.environ['PATH']}") as it:
    it.json("auth", "register", "--email", "ada@example.com")
    own_tokens(it)
    waiting(it)
    oauth_tokens(it)
    nothing_was_revoked(it)
