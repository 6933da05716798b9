#!/usr/bin/env python3
"""Evidence submitted beside `curl -T` to nginx on the same disk, and checked beside sha256sum: wall time, CPU of both sides, memory.

verify.py BUILD [MIB]      2048 if not said
"""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, free_port, local

MIB = 1 << 20
size = int(sys.argv[2] if len(sys.argv) > 2 else 2048)


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


def told(what, ours, theirs, more=""):
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


with tempfile.TemporaryDirectory() as made, local(sys.argv[1]) as daemon:
    folder = pathlib.Path(made)
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
    finally:
        nginx.end()
    before = cpu_seconds(daemons)
    ours = run([daemon.chitty, "verify", "evidence", "submit", str(file), "-q"], daemon.env)
    used = cpu_seconds(daemons) - before
    (row,) = daemon.stored().rows("SELECT artifact_id, content_hash FROM verify_evidence")
    assert row["content_hash"] == digest.hexdigest()
    told("submit", ours, theirs, f"; chittyd {used:.2f} s CPU, {peak(daemons):.0f} MiB")
    theirs = run(["sha256sum", str(file)])
    before = cpu_seconds(daemons)
    ours = run([daemon.chitty, "verify", "check", row["artifact_id"], "-q"], daemon.env)
    told("check", ours, theirs, f"; chittyd {cpu_seconds(daemons) - before:.2f} s CPU, {peak(daemons):.0f} MiB")
