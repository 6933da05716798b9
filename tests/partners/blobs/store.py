"""s3rver with the gate before it: a bucket `blobs`, in a folder that is kept from one to the next."""
import contextlib
import dataclasses
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from postgres import free_port

KEY_ID, SECRET = "S3RVER", "what-only-the/gate+knows"  # s3rver itself knows that key alone


@dataclasses.dataclass
class Store:
    port: int
    log: pathlib.Path

    def url(self, prefix, secret):
        return f"s3://blobs/{prefix}?endpoint=http://127.0.0.1:{self.port}&region=eu-test-1&keyId={KEY_ID}&secret={secret}"

    def seen(self):
        return self.log.read_text().splitlines()[1:]


def until_there(path, word):
    until = time.monotonic() + 30
    while word not in (path.read_text() if path.exists() else ""):
        if time.monotonic() > until:
            raise SystemExit(f"waited 30 s for '{word}' in {path}: {path.read_text()}")
        time.sleep(0.05)


@contextlib.contextmanager
def running(work, name, words, sign):
    """A program of Node's, until it says `sign`."""
    log = pathlib.Path(work, f"{name}.log")
    with log.open("w") as out:
        process = subprocess.Popen(["node", *words], stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=work)
    try:
        until_there(log, sign)
        yield log
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def store_alone(work):
    """s3rver at its port, which takes any signature of its key S3RVER. `work` has node_modules."""
    port = free_port()
    with running(work, "s3rver", [f"{work}/node_modules/.bin/s3rver", "-d", f"{work}/data", "-a", "127.0.0.1", "-p", str(port), "--configure-bucket", "blobs"], "listening"):
        yield port


@contextlib.contextmanager
def bucket(work, ahead=0):
    """With the gate before it, whose clock is `ahead` seconds before the true one. `work` has gate.mjs, too."""
    port = free_port()
    with store_alone(work) as upstream, running(work, "gate", [f"{work}/gate.mjs", str(port), str(upstream), KEY_ID, SECRET, str(ahead)], "up") as log:
        yield Store(port, log)
