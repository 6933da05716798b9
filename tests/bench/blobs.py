#!/usr/bin/env python3
"""Content kept and given through chittyd in an object store, beside curl that asks the same store itself.

blobs.py BUILD [MODULES]      MODULES has s3rver (tests/partners/blobs/package.json); from npm if not said

The same curl drives both, one connection each, one request after the other; every content is new. Ratios are of wall time; beside them
the processor time of chittyd for each.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent / "support"), str(here.parent / "partners/blobs")]
from hosted import Hosted
from local import children, cpu_seconds
from store import store_alone

build = sys.argv[1]
KEY = "S3RVER"  # the key and the secret of s3rver, which does not look at signatures
SIZES = ((64 << 10, 300), (64 << 20, 4))


def curl(work, requests):
    """All in one process; the time for each."""
    lines = []
    for options in requests:
        lines += [f'{name} = "{value}"' for name, value in options] + ["next"]
    config = work / "requests"
    config.write_text("\n".join(lines[:-1]) + "\n")
    begun = time.monotonic()
    done = subprocess.run(["curl", "-sS", "--fail-early", "-K", str(config)], capture_output=True)
    assert done.returncode == 0, done.stderr
    return (time.monotonic() - begun) / len(requests)


COMMON = [("silent", "true"), ("fail", "true"), ("output", "/dev/null")]


def itself(store, name, file=None):
    hashed = hashlib.sha256(file.read_bytes() if file else b"").hexdigest()
    return [*COMMON, ("url", f"http://127.0.0.1:{store}/blobs/peer/{name}"), ("aws-sigv4", "aws:amz:us-east-1:s3"), ("user", f"{KEY}:{KEY}"),
            ("header", f"x-amz-content-sha256: {hashed}"), *([("upload-file", file)] if file else [])]


def awscli(store, source, target):
    begun = time.monotonic()
    subprocess.run(["aws", "--endpoint-url", f"http://127.0.0.1:{store}", "--region", "us-east-1", "s3", "cp", "--quiet", source, target], check=True,
                   env=os.environ | {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": KEY, "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
                                     "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required"})
    return time.monotonic() - begun


def through(daemon, name, file=None):
    url = f"http://127.0.0.1:{daemon.port}/acme/parcels" + ("" if file else f"/{name}")
    return [*COMMON, ("url", url), ("header", f"Authorization: Bearer {daemon.token()}"), ("header", "Expect:"),
            *([("data-binary", f"@{file}"), ("header", "Content-Type: application/octet-stream")] if file else [])]


def measure(work, store, daemon, size, count):
    names = [f"{size}-{number}" for number in range(count)]
    files = {}
    for name in names:
        for side in ("itself", "through"):  # each new to the store
            files[side, name] = work / f"{side}-{name}"
            files[side, name].write_bytes(os.urandom(size))
    address = {name: "sha256:" + hashlib.sha256(files["through", name].read_bytes()).hexdigest() for name in names}
    label = f"{size >> 20} MiB" if size >> 20 else f"{size >> 10} KiB"
    pids = [daemon.process.pid, *children(daemon.process.pid)]
    for word, sending in (("PUT", True), ("GET", False)):
        file = lambda side, name: files[side, name] if sending else None
        peer = curl(work, [itself(store, name, file("itself", name)) for name in names])
        before = cpu_seconds(pids)
        ours = curl(work, [through(daemon, name if sending else address[name], file("through", name)) for name in names])
        used = (cpu_seconds(pids) - before) / count
        print(f"{word} of {label:>6}: curl to the store {1000 * peer:8.2f} ms, through chittyd {1000 * ours:8.2f} ms (ratio {peer / ours:.2f}), chittyd's processor {1000 * used:7.2f} ms")
    if size > 16 << 20 and shutil.which("aws"):  # in parts, as ours
        name = names[0]
        times = [awscli(store, str(files["through", name]), "s3://blobs/aws"), awscli(store, "s3://blobs/aws", str(work / "got"))]
        print(f"awscli, with its start, of {label:>6}: PUT {1000 * times[0]:.0f} ms, GET {1000 * times[1]:.0f} ms")
    for path in files.values():
        path.unlink()


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    if len(sys.argv) > 2:
        (work / "node_modules").symlink_to(pathlib.Path(sys.argv[2]).resolve())
    else:
        for name in ("package.json", "package-lock.json"):
            (work / name).write_text((here.parent / "partners/blobs" / name).read_text())
        subprocess.run(["npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"], check=True, capture_output=True)
    home = work / "home"
    home.mkdir()
    with store_alone(work) as port, Hosted(build, home) as daemon:
        secret = daemon.secret("s3", KEY)
        refused = daemon.start("--blobs", f"s3://blobs/ours?endpoint=http://127.0.0.1:{port}&keyId={KEY}&secret=file:{secret}")
        assert refused is None, refused
        for size, count in SIZES:
            measure(work, port, daemon, size, count)
