#!/usr/bin/env python3
"""Evidence submitted beside `curl -T` to nginx on the same disk, and checked beside sha256sum: wall time, CPU of both sides, memory.
nginx neither hashes nor syncs, so that it is told once more with a sync behind it, and what `openssl sha256` alone takes: each byte is
hashed three times here, at the client, for the piece and for the whole, which is what bounds the speed on two cores.

verify.py BUILD [MIB]              2048 if not said
verify.py BUILD --small [FILES]    so many files of 1 KiB (10,000), four at a time, over HTTP: two requests each; beside a program that
                                   writes each file, syncs it and its folder, inserts a row and commits (WAL, synchronous=FULL)
"""
import base64
import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, free_port, local

MIB = 1 << 20
SMALL = 1024


def run(words, env=None):
    """Wall seconds, CPU seconds and the most memory (MiB) of a child that must end well."""
    wall = time.monotonic()
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, error.decode()
    return time.monotonic() - wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def peak(pids):
    lines = [line for pid in pids for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def told(size, what, ours, theirs, more=""):
    print(f"{what:7} ours {ours[0]:6.2f} s ({ours[1]:5.2f} s CPU, {ours[2]:4.0f} MiB), peer {theirs[0]:6.2f} s ({theirs[1]:5.2f} s CPU, {theirs[2]:4.0f} MiB); "
          f"{size / ours[0]:.0f} and {size / theirs[0]:.0f} MiB/s, {theirs[0] / ours[0]:.2f} of the peer's speed{more}")


class Nginx:
    def __init__(self, folder):
        self.port, root = free_port(), folder / "nginx"
        (root / "files").mkdir(parents=True)
        (root / "conf").write_text(f"pid {root}/pid; error_log {root}/log; worker_processes 1; daemon off; user root;\n"
                                   "events {} http { access_log off; client_max_body_size 0; "
                                   f"client_body_temp_path {root}/temp; server {{ listen 127.0.0.1:{self.port}; location / {{ root {root}/files; dav_methods PUT; }} }} }}\n")
        self.process = subprocess.Popen(["nginx", "-c", f"{root}/conf", "-p", str(root)], stderr=subprocess.DEVNULL)
        time.sleep(1)

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def one_large(folder, daemon, size):
    file, digest = folder / "file", hashlib.sha256()
    with file.open("wb") as out:
        for _ in range(size):
            piece = os.urandom(MIB)
            digest.update(piece)
            out.write(piece)
        os.fsync(out.fileno())
    nginx, pid = Nginx(folder), daemon.json("os", "status")[0]["pid"]
    daemons = [pid, *children(pid)]
    try:
        theirs = run(["curl", "-sS", "--fail", "-T", str(file), f"http://127.0.0.1:{nginx.port}/file"])
        began = time.monotonic()
        with (folder / "nginx/files/file").open("rb") as kept:
            os.fsync(kept.fileno())
        synced = theirs[0] + time.monotonic() - began
    finally:
        nginx.end()
    before = cpu_seconds(daemons)
    ours = run([daemon.chitty, "verify", "evidence", "submit", str(file), "-q"], daemon.env)
    used = cpu_seconds(daemons) - before
    (row,) = daemon.stored().rows("SELECT artifact_id, content_hash FROM verify_evidence")
    assert row["content_hash"] == digest.hexdigest()
    told(size, "submit", ours, theirs, f"; chittyd {used:.2f} s CPU, {peak(daemons):.0f} MiB")
    hashing = run(["openssl", "sha256", str(file)])
    print(f"        synced, the peer takes {synced:.2f} s: {synced / ours[0]:.2f}; hashing once takes {hashing[1]:.2f} s CPU, {hashing[0]:.2f} s; "
          f"CPU of both sides {ours[1] + used:.2f} s, of which hashing {3 * hashing[1]:.2f}")
    theirs = run(["sha256sum", str(file)])
    before = cpu_seconds(daemons)
    ours = run([daemon.chitty, "verify", "check", row["artifact_id"], "-q"], daemon.env)
    told(size, "check", ours, theirs, f"; chittyd {cpu_seconds(daemons) - before:.2f} s CPU, {peak(daemons):.0f} MiB")


def submitted(daemon, token, count):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)

    def ask(method, path, body, headers):
        connection.request(method, "/chittyverify/api/evidence/uploads" + path, body, {"Authorization": f"Bearer {token}", **headers})
        reply = connection.getresponse()
        said = json.loads(reply.read())
        assert reply.status < 300, said
        return said

    for _ in range(count):
        content = os.urandom(SMALL)
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(content).digest()).decode() + ":"
        upload = ask("POST", "", json.dumps({"filename": "note.txt", "size": SMALL, "evidenceType": "digital-document", "evidenceTier": "UNCORROBORATED_PERSON"}), {"Content-Type": "application/json"})
        ask("PATCH", "/" + upload["id"], content, {"Content-Type": "application/partial-upload", "Upload-Offset": "0", "Upload-Complete": "?1", "Repr-Digest": digest})


def many_small(folder, daemon, count):
    pid, token = daemon.json("os", "status")[0]["pid"], daemon.token()
    daemons = [pid, *children(pid)]
    before, began = cpu_seconds(daemons), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: submitted(daemon, token, count // 4), range(4)))
    ours = time.monotonic() - began
    used = cpu_seconds(daemons) - before
    (row,) = daemon.stored().rows("SELECT COUNT(*) AS n FROM verify_evidence")
    assert row["n"] == count // 4 * 4
    store = sqlite3.connect(folder / "plain.db", isolation_level=None)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("CREATE TABLE evidence (id TEXT PRIMARY KEY, hash TEXT NOT NULL, size BIGINT NOT NULL)")
    files = folder / "files"
    files.mkdir()
    directory = os.open(files, os.O_RDONLY)
    began = time.monotonic()
    for _ in range(count):
        content = os.urandom(SMALL)
        name = hashlib.sha256(content).hexdigest()
        out = os.open(files / "new", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(out, content)
        os.fsync(out)
        os.close(out)
        os.rename(files / "new", files / name)
        os.fsync(directory)
        store.execute("INSERT INTO evidence VALUES (?, ?, ?)", (name, name, SMALL))
    theirs = time.monotonic() - began
    print(f"small   ours {count / ours:.0f} a second, {1e3 * used / count:.2f} ms CPU each; plainly {count / theirs:.0f} a second: {theirs / ours:.2f} of it")


with tempfile.TemporaryDirectory() as made, local(sys.argv[1]) as daemon:
    number = int(sys.argv[-1]) if sys.argv[-1].isdecimal() else None
    if "--small" in sys.argv[2:]:
        many_small(pathlib.Path(made), daemon, number or 10_000)
    else:
        one_large(pathlib.Path(made), daemon, number or 2048)
