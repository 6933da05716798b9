#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Evidence against a real daemon: a connection that breaks, a client that is killed, a file that changes, two at once, a disk that is full;
custody and proof computed by another program, and altered behind the service's back.

evidence.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

MIB = 1 << 20
PIECE = 16 * MIB
SIZE = 20 * MIB


class Between:
    """A way to the daemon that a test can stop: `after` bytes of a client it waits until told to go on, or breaks, once or each time."""

    def __init__(self, port, after, breaks, each=False):
        self.port, self.after, self.breaks, self.each, self.passed, self.cuts = port, after, breaks, each, 0, 0
        self.there, self.go_on = threading.Event(), threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.server.accept()
                daemon = socket.create_connection(("127.0.0.1", self.port))
                threading.Thread(target=self.carry, args=(client, daemon, True), daemon=True).start()
                threading.Thread(target=self.carry, args=(daemon, client, False), daemon=True).start()

    def carry(self, one, other, counted):
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                if counted:
                    self.passed += len(data)
                    if self.each and self.passed // self.after > self.cuts:
                        self.cuts = self.passed // self.after
                        break
                    if not self.each and self.passed > self.after and not self.there.is_set():
                        self.there.set()
                        if self.breaks:
                            break
                        self.go_on.wait(60)
                if counted:  # the daemon answers to its own name alone
                    data = data.replace(b"Host: 127.0.0.1:%d\r\n" % self.server.getsockname()[1], b"Host: 127.0.0.1:%d\r\n" % self.port)
                other.sendall(data)
        for side in (one, other):  # shut down for whoever reads it, closed so that its peer is told
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()


@contextlib.contextmanager
def between(daemon, after=17 * MIB, breaks=False, each=False):
    way = Between(daemon.port, after, breaks, each)
    token = pathlib.Path(daemon.home, "token")
    token.touch(0o600)
    token.write_text(daemon.token())
    name = f"way{way.server.getsockname()[1]}"
    daemon.json("remote", "add", name, "chittyverify", "--base-url", f"http://127.0.0.1:{way.server.getsockname()[1]}/chittyverify", "--token", f"file:{token}")
    try:
        yield way, name
    finally:
        way.go_on.set()
        way.server.close()


def submit(daemon, file, *more):
    return [daemon.chitty, "verify", "evidence", "submit", str(file), "-o", "json", *more]


def started(daemon, file, remote):
    return subprocess.Popen(submit(daemon, file, "--remote", remote), env=daemon.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def large(folder, name, size=SIZE):
    file = folder / name
    file.write_bytes(os.urandom(size))
    return file, hashlib.sha256(file.read_bytes()).hexdigest()


def evidence_with(daemon, digest):
    return daemon.stored().rows("SELECT * FROM verify_evidence WHERE content_hash = ?", digest)


def broken_connection(daemon, folder):
    file, digest = large(folder, "cut")
    with between(daemon, breaks=True) as (way, remote):
        done = subprocess.run(submit(daemon, file, "--remote", remote), env=daemon.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["contentHash"] == digest
        assert way.passed < SIZE + 2 * MIB, f"{way.passed} bytes went over: what has come is kept"
    print(f"a connection that breaks: goes on, {way.passed / MIB:.1f} MiB sent for {SIZE // MIB}")
    return json.loads(done.stdout)["artifactId"]


def cut_at_each_megabyte(daemon, folder):
    file, digest = large(folder, "cuts")
    began = time.monotonic()
    with between(daemon, after=MIB, breaks=True, each=True) as (way, remote):
        done = subprocess.run(submit(daemon, file, "--remote", remote), env=daemon.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["contentHash"] == digest and way.cuts >= SIZE // MIB, way.cuts
        assert way.passed < 2 * SIZE, f"{way.passed} bytes went over for {SIZE}"
    content = subprocess.run([daemon.chitty, "verify", "check", json.loads(done.stdout)["artifactId"]], env=daemon.env, capture_output=True, text=True)
    assert content.returncode == 0, content.stderr
    print(f"cut at each megabyte: {way.cuts} times, {way.passed / MIB:.1f} MiB sent for {SIZE // MIB}, {time.monotonic() - began:.1f} s")


def killed(daemon, folder):
    file, digest = large(folder, "killed")
    with between(daemon) as (way, remote):
        client = started(daemon, file, remote)
        assert way.there.wait(60)
        for _ in range(600):  # the first piece is on disk
            if [row["received"] for row in daemon.stored().rows("SELECT received FROM verify_uploads")] == [PIECE]:
                break
            time.sleep(0.05)
        client.kill()
        client.communicate()
    assert not evidence_with(daemon, digest)
    done = daemon.run("verify", "evidence", "submit", str(file))
    went_on = re.search(f"Going on at byte (\\d+) of {SIZE}", done.stderr)
    assert done.returncode == 0 and went_on and PIECE <= int(went_on[1]) < SIZE, done.stderr
    assert len(evidence_with(daemon, digest)) == 1
    print(f"a client that is killed: the same command goes on at byte {went_on[1]}")


def changed(daemon, folder):
    for word, act in (("changed while it was sent", lambda file: file.open("ab").write(b"more")),
                      ("removed or replaced while it was sent", lambda file: file.unlink())):
        file, digest = large(folder, "changing", 4 * MIB)
        with between(daemon, after=2 * MIB) as (way, remote):
            client = started(daemon, file, remote)
            assert way.there.wait(60)
            act(file)
            way.go_on.set()
            out, err = client.communicate(timeout=60)
        assert client.returncode == 6 and word in err, (client.returncode, err)
        assert not evidence_with(daemon, digest) and not daemon.stored().rows("SELECT * FROM verify_uploads"), "nothing is left"
        print(f"refused: {err.splitlines()[0][:120]}")


def two_at_once(daemon, folder):
    file, digest = large(folder, "twice")
    clients = [subprocess.Popen(submit(daemon, file), env=daemon.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [(client.communicate(timeout=120), client.returncode) for client in clients]
    assert sorted(code == 0 for _, code in ends) == [False, True], ends
    assert len(evidence_with(daemon, digest)) == 1, ends
    again = daemon.run("verify", "evidence", "submit", str(file))
    assert again.returncode == 6 and evidence_with(daemon, digest)[0]["artifact_id"] in again.stderr, again.stderr
    print(f"two at once: one becomes evidence, the other is told: {[err for (_, err), code in ends if code][0][:120]}")


def full_disk(daemon, folder):
    """A file of the daemon may have 4 MiB: writing fails as it does on a disk that is full."""
    file, digest = large(folder, "full", 6 * MIB)

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MIB, 4 * MIB))

    daemon.run("os", "down")
    up = subprocess.run([daemon.chitty, "os", "up"], env=daemon.env, capture_output=True, text=True, preexec_fn=small)
    assert up.returncode == 0, up.stderr
    done = daemon.run("verify", "evidence", "submit", str(file))
    assert done.returncode != 0 and not evidence_with(daemon, digest), done
    daemon.run("os", "down")
    assert daemon.run("os", "up").returncode == 0
    assert daemon.run("verify", "evidence", "submit", str(file)).returncode == 0, "once there is room"
    assert len(evidence_with(daemon, digest)) == 1
    print(f"no room: {done.stderr.splitlines()[0][:140]}")


def altered(daemon, folder, name):
    """By another program: the bundle's own, that has nothing of ours. Then behind the service's back."""
    assert daemon.run("verify", "check", name).returncode == 0
    small = folder / "small"
    small.write_text("small")
    other = daemon.json("verify", "evidence", "submit", str(small), "--tier", "SELF_AUTHENTICATING")["artifactId"]
    daemon.json("verify", "check", other)
    stored = daemon.stored()
    stored.change("UPDATE verify_evidence SET evidence_tier = 'GOVERNMENT' WHERE artifact_id = ?", name)
    daemon.json("verify", "mint", name, other)
    for one in (name, other):
        bundle = folder / f"bundle-{one}"
        daemon.json("verify", "evidence", "export", one, "--out", str(bundle))
        for words in (["sha256sum", "--quiet", "-c", "manifest-sha256.txt", "tagmanifest-sha256.txt"], ["python3", "data/verify.py"]):
            judged = subprocess.run(words, cwd=bundle, capture_output=True, text=True)
            assert judged.returncode == 0, judged
        print(judged.stdout.strip())
    for table, column, key, number, broken in (("verify_custody", "performed_by", "seq", 2, "custody"), ("verify_custody", "timestamp", "seq", 1, "custody"),
                                               ("verify_leaves", "path", "position", 0, "proof"), ("verify_blocks", "root", "number", 1, "proof"),
                                               ("verify_pieces", "address", "number", 1, "blob")):
        before = stored.rows(f"SELECT {column} AS was FROM {table} WHERE {key} = ?" + (" AND owner = ?" if table == "verify_pieces" else " AND evidence = ?" if table != "verify_blocks" else ""),
                             number, *([name] if table != "verify_blocks" else []))[0]["was"]
        where = f"{key} = {number}" + (f" AND owner = '{name}'" if table == "verify_pieces" else f" AND evidence = '{name}'" if table != "verify_blocks" else "")
        stored.change(f"UPDATE {table} SET {column} = ? WHERE {where}", "sha256:" + 64 * "0" if table == "verify_pieces" else "forged")
        done = daemon.run("verify", "check", name, "-o", "json")
        found = json.loads(done.stdout)
        assert done.returncode == 1 and found["broken"] == broken and found["message"] in done.stderr, (table, done)
        stored.change(f"UPDATE {table} SET {column} = ? WHERE {where}", before)
        print(f"{table}.{column}: {broken}: {found['message']}")
    done = daemon.run("verify", "check", name, "-o", "json")
    assert done.returncode == 0, f"as it was: {done.stderr}"


with local(sys.argv[1]) as daemon:
    here = pathlib.Path(daemon.home)
    first = broken_connection(daemon, here)
    cut_at_each_megabyte(daemon, here)
    killed(daemon, here)
    changed(daemon, here)
    two_at_once(daemon, here)
    full_disk(daemon, here)
    altered(daemon, here, first)
