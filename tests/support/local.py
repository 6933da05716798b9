"""A local ChittyOS of its own for one measurement: a folder, a port, a database, a running daemon; ended by its process number.

On SQLite; or where CHITTY_TEST_DATABASE names a PostgreSQL server (postgres.py), in a fresh database there."""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import postgres
from postgres import free_port
from stored import Stored


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
    def __init__(self, build, home, port, database=None, **more):
        """`database`: a URL, or None for SQLite."""
        self.chitty, self.home, self.port = str(pathlib.Path(build) / "bin/chitty"), home, port
        self.database = database
        self.env = {**environment(home), **more}
        self.url = f"http://127.0.0.1:{port}"

    def run(self, *words, **options):
        return subprocess.run([self.chitty, *words], env=self.env, capture_output=True, text=True, **options)

    def json(self, *words):
        done = self.run(*words, "-o", "json")
        if done.returncode:
            raise SystemExit(f"chitty {' '.join(words)}: {done.stderr}")
        return json.loads(done.stdout)

    def init(self):
        words = ["os", "init", "--env", "local", "--port", str(self.port)]
        if self.database:
            secret = pathlib.Path(self.home, "database-url")
            secret.touch(0o600)
            secret.write_text(self.database)
            words += ["--database", f"file:{secret}"]
        return self.run(*words)

    def stored(self):
        return Stored(next(pathlib.Path(self.home).rglob("chittyos.db"), None), self.database)

    def token(self):
        return next(pathlib.Path(self.home).rglob("owner.token")).read_text().strip()


@contextlib.contextmanager
def database():
    """The URL of a fresh database where one is asked for, else None."""
    server = postgres.asked_for()
    with postgres.database(server) if server else contextlib.nullcontext() as url:
        yield url


@contextlib.contextmanager
def local(build, url=None, **more):
    """`url`: a database that others use too; else one of its own. `more`: further variables of its environment."""
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home, contextlib.nullcontext(url) if url else database() as own:
        it = Local(build, home, free_port(), own, **more)
        for done in (it.init(), it.run("os", "up")):
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
