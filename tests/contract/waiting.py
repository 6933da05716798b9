#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""No wait is without a limit, and who is waited for is named: a silent keyring, a silent server, one that says "later", a batch that
is interrupted.

waiting.py BUILD
"""
import contextlib
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from fake_remote import HANG, FakeRemote, answer
from local import Local, environment
from terminal import Terminal

build = pathlib.Path(sys.argv[1]).resolve()
chitty = str(build / "bin/chitty")


def timed(words, env):
    start = time.monotonic()
    done = subprocess.run([chitty, *words], env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    return done, time.monotonic() - start


def remote_at(home, url, **more):
    env = environment(home) | {"CHITTY_PLUGIN_PATH": str(build / "tests/contract_plugins"), "TOKEN": "t" * 12} | more
    for words in (("remote", "add", "mine", "asks", "--base-url", url, "--token", "env:TOKEN"),):
        done, _ = timed(words, env)
        assert done.returncode == 0, done
    return env


def silent_keyring(home):
    """A session bus that takes every question and answers none."""
    bus = socket.socket(socket.AF_UNIX)
    path = str(pathlib.Path(home) / "bus")
    bus.bind(path)
    bus.listen(8)
    env = remote_at(home, "http://127.0.0.1:1")
    env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={path}"
    done, _ = timed(("config", "set", "remotes.mine.serviceToken", "keyring:absent"), env)
    assert done.returncode == 0, done
    done, took = timed(("asks", "secret", "--remote", "mine", "--timeout", "1s"), env)
    if "libsecret" in done.stderr:
        return print("skipped: libsecret is not installed")
    assert done.returncode == 7 and "the keyring did not answer" in done.stderr and "plugin" not in done.stderr, done
    assert took < 6, took
    bus.close()


def later(home):
    with FakeRemote({"*": answer(429, '{"message": "too many"}', headers=["Retry-After: 60"])}) as busy:
        env = remote_at(home, busy.url)
        done, took = timed(("api", "/x", "--remote", "mine", "--timeout", "3s"), env)
        assert "error: too many" in done.stderr and "Try again in 60 s" in done.stderr, done
        assert "was not done within" not in done.stderr and took < 6, (done, took)


def silent_server(home):
    with FakeRemote({"*": HANG}) as deaf:
        env = remote_at(home, deaf.url)
        with Terminal([chitty, "api", "/x", "--remote", "mine"], env) as person:
            person.sees(f"Waiting for {deaf.url} (2 s)")
            person.process.send_signal(signal.SIGINT)
            assert person.ends() == 130, person.screen
        # In a pipe nothing of it is said; CHITTY_TIMEOUT is the limit as --timeout is.
        done, took = timed(("api", "/x", "--remote", "mine"), env | {"CHITTY_TIMEOUT": "3s"})
        assert done.returncode == 7 and "Waiting" not in done.stderr and took < 8, (done, took)


def feed(pipe, text):
    with contextlib.suppress(BrokenPipeError):
        pipe.write(text)
        pipe.flush()


def interrupted_batch(home):
    local = Local(build, home).start()
    try:
        batch = subprocess.Popen([chitty, "id", "mint", "--batch", "-o", "ndjson"], env=local.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        feeding = threading.Thread(target=feed, args=(batch.stdin, '{"entity": "PERSON"}\n' * 20000))  # records come back meanwhile
        feeding.start()
        for _ in range(100):
            batch.stdout.readline()
        batch.send_signal(signal.SIGINT)
        draining = threading.Thread(target=batch.stdout.read)
        draining.start()
        said = batch.stderr.read()
        batch.wait(30)
        feeding.join(), draining.join()
        assert batch.returncode == 130 and "interrupted" in said and "at least " in said, (batch.returncode, said)
        stored = len(local.stored().rows("SELECT did FROM identities"))
        told = int(re.search(r"at least (\d+)", said)[1])
        assert 0 < told <= stored, (told, stored)
    finally:
        local.run("os", "down")


for part in (silent_keyring, later, silent_server, interrupted_batch):
    with tempfile.TemporaryDirectory(prefix="chitty-waits-") as folder:
        part(folder)
        print(part.__name__, "ok")
