"""A local ChittyOS of its own for one measurement: a folder, a port, a running daemon; ended by its process number."""
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def environment(home):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("CHITTY", "XDG_"))}
    env.update(HOME=str(home), NO_COLOR="1")
    return env


def wait_for(url, seconds=10):
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1) as reply:
                return reply.read()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


class Local:
    def __init__(self, build, home, port, **more):
        self.chitty, self.home, self.port = str(pathlib.Path(build) / "bin/chitty"), home, port
        self.env = {**environment(home), **more}
        self.url = f"http://127.0.0.1:{port}"

    def run(self, *words, **options):
        return subprocess.run([self.chitty, *words], env=self.env, capture_output=True, text=True, **options)

    def json(self, *words):
        done = self.run(*words, "-o", "json")
        if done.returncode:
            raise SystemExit(f"chitty {' '.join(words)}: {done.stderr}")
        return json.loads(done.stdout)

    def token(self):
        return next(pathlib.Path(self.home).rglob("owner.token")).read_text().strip()


@contextlib.contextmanager
def local(build, **more):
    """`more`: further variables of its environment."""
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home:
        it = Local(build, home, free_port(), **more)
        done = it.run("os", "init", "--env", "local", "--port", str(it.port))
        if done.returncode:
            raise SystemExit(done.stderr)
        done = it.run("os", "up")
        if done.returncode:
            raise SystemExit(done.stderr)
        try:
            yield it
        finally:
            it.run("os", "down")


def cpu_seconds(pids):
    """User and system time of these processes so far, from /proc."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(c) for c in found] + [g for c in found for g in children(int(c))]
