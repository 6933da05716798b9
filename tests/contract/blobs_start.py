#!/usr/bin/env python3
# ctest: on sqlite, needs os
"""What an object store's setting may be wrong in: refused at the start with a sentence, and how a person sets it up by chitty.

blobs_start.py BUILD
"""
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from hosted import Hosted
from local import Local
from object_store import SECRET, ObjectStore
from postgres import free_port

build = sys.argv[1]


def refused_at_the_start(home):
    with ObjectStore() as store:
        cases = [
            ("wrong secret", store.url("env:WRONG"), "does not accept the credentials or the region of chittyos.sharedBlobs (SignatureDoesNotMatch)"),
            ("no bucket", store.url("env:RIGHT").replace("s3://blobs/", "s3://another/"), "The object store has no bucket 'another'"),
            ("no such variable", store.url("env:NOWHERE"), "cannot read the secret env:NOWHERE: the variable is not set"),
            ("nothing there", store.url("env:RIGHT").replace(str(store.port), str(free_port())), "The object store is away"),
            ("in the clear", "s3://blobs?endpoint=http://s3.example&keyId=k&secret=env:RIGHT", "on another machine without TLS"),
            ("a secret for all to see", store.url(SECRET), "could read the object store's secret in the list of processes"),
            ("no URL", "blobs", "does not begin with s3://"),
        ]
        for what, blobs, words in cases:
            folder = home / what.replace(" ", "-")
            folder.mkdir()
            with Hosted(build, folder, RIGHT=SECRET, WRONG="another-secret-than-that") as daemon:
                code, said = daemon.start("--blobs", blobs) or (0, "it started")
                assert code in (2, 3) and words in said, (what, code, said)
                assert SECRET not in said and "another-secret" not in said, (what, said)
                print(f"{what}: exit {code}, {said.strip().splitlines()[-1]}")


def as_a_person(home):
    """By `chitty`: a URL with the secret in it is kept as a secret, and what is wrong is said by os health."""
    with ObjectStore() as store:
        chitty = Local(build, home, CHITTY_PLUGIN_PATH=str(pathlib.Path(build).resolve() / "tests/daemon_plugins"))
        assert chitty.init().returncode == 0
        done = chitty.run("config", "set", "chittyos.sharedBlobs", store.url(SECRET))
        assert done.returncode == 3 and "secret in plain text" in done.stderr and SECRET not in done.stderr, done.stderr
        done = chitty.run("os", "init", "--blobs", store.url(SECRET))
        assert done.returncode == 0, done.stderr
        shown = chitty.run("config", "list").stdout + chitty.run("config", "get", "chittyos.sharedBlobs").stdout + done.stdout + done.stderr
        assert SECRET not in shown and "chittyos.sharedBlobs" in shown, shown
        try:
            up = chitty.run("os", "up")
            assert up.returncode == 0, up.stderr
            assert store.objects, "nothing was written there"
            assert chitty.run("os", "health").returncode == 0
            store.__exit__()
            time.sleep(1.1)
            done = chitty.run("os", "health")
            assert done.returncode == 1 and "The object store is away" in done.stdout + done.stderr, (done.stdout, done.stderr)
            print("os health: " + done.stderr.strip())
        finally:
            chitty.run("os", "down")
        done = chitty.run("os", "up", "--timeout", "30s")
        assert done.returncode and "The object store is away" in done.stderr and SECRET not in done.stderr, done.stderr
        print("os up: " + done.stderr.strip())
        assert SECRET not in "".join(path.read_text(errors="replace") for path in pathlib.Path(home).rglob("*.log")), "a log has the secret"


with tempfile.TemporaryDirectory() as folder:
    home = pathlib.Path(folder)
    refused_at_the_start(home)
    person = home / "person"
    person.mkdir()
    as_a_person(person)
