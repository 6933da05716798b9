"""A chittyd of a test's own with the daemon's test services (core/daemon/testing) and no other: folders, a port, a database; ended by
its process number."""
import http.client
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from local import environment, port_of


class Hosted:
    def __init__(self, build, home, database=None, **variables):
        self.build, self.home, self.port, self.process = pathlib.Path(build).resolve(), pathlib.Path(home), 0, None
        self.variables = environment(home) | {"CHITTY_PLUGIN_PATH": str(self.build / "tests/daemon_plugins")} | variables
        self.log = self.home / "chittyd.log"
        self.words = ["--data", home, "--state", home, "--config", home, "--log", self.log]
        if database:
            self.words += ["--database", "file:" + str(self.secret("database", database))]

    def secret(self, name, text):
        """A file that only its owner may read."""
        path = self.home / name
        path.touch(0o600)
        path.write_text(text + "\n")
        return path

    def start(self, *more):
        """None once it answers; else its exit code and what it said."""
        words = [str(self.build / "tests/daemon/bin/chittyd"), *map(str, self.words), "--listen", f"127.0.0.1:{self.port}", *more]
        self.process = subprocess.Popen(words, env=self.variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if (code := self.process.poll()) is not None:
                return code, self.process.stderr.read() + (self.log.read_text() if self.log.exists() else "")
            try:
                self.port = port_of(self.home, self.process.pid)  # the kernel's choice at the first start, and kept
                self.ask("GET", "/health")
                return None
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"chittyd did not answer within a minute: {self.log.read_text()}")

    def token(self):
        return (self.home / "local/owner.token").read_text().strip()

    def ask(self, method, path, body=None, patience=60):
        """Status and body; http.client.IncompleteRead where the reply breaks off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            headers = {"Authorization": f"Bearer {self.token()}"} if (self.home / "local/owner.token").exists() else {}
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def workers(self):
        pid = self.process.pid
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, how)
            self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
