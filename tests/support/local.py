"""A local ChittyOS of its own for one measurement: a folder, a port that the kernel gives it, a database, a running daemon.

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


def within(seconds, work):
    """What it returns once it raises no OSError any more."""
    until = time.monotonic() + seconds
    while True:
        try:
            return work()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def wait_for(url, seconds=10):
    def ask():
        with urllib.request.urlopen(url, timeout=1) as reply:
            return reply.read()

    return within(seconds, ask)


def port_of(folder, pid):
    """Of the chittyd with this process number, as its pid file under `folder` says; OSError: it has none yet."""
    for path in pathlib.Path(folder).rglob("chittyd.pid"):
        kept = json.loads(path.read_text() or "{}")
        if kept.get("pid") == pid:
            return int(kept["address"].rsplit(":", 1)[1])
    raise FileNotFoundError("chittyd.pid")


class Local:
    def __init__(self, build, home, database=None, **more):
        """`database`: a URL, or None for SQLite."""
        self.chitty, self.home = str(pathlib.Path(build) / "bin/chitty"), home
        self.database = database
        self.env = {**environment(home), **more}

    @property
    def port(self):
        """As its settings say: from init() on, and for good from start() on."""
        return json.loads(next(pathlib.Path(self.home).rglob("chittyd.json")).read_text())["port"]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words, **options):
        return subprocess.run([self.chitty, *words], env=self.env, capture_output=True, text=True, **options)

    def json(self, *words):
        done = self.run(*words, "-o", "json")
        if done.returncode:
            raise SystemExit(f"chitty {' '.join(words)}: {done.stderr}")
        return json.loads(done.stdout)

    def init(self):
        words = ["os", "init", "--env", "local", "--port", "0"]
        if self.database:
            secret = pathlib.Path(self.home, "database-url")
            secret.touch(0o600)
            secret.write_text(self.database)
            words += ["--database", f"file:{secret}"]
        return self.run(*words)

    def start(self, *words):
        """Set up, and started at a port that nobody else can take meanwhile."""
        for done in (self.init(), self.run("os", "up", "--port", "0", *words)):
            if done.returncode:
                raise SystemExit(done.stderr)
        return self

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
        it = Local(build, home, own, **more)
        try:
            yield it.start()
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
