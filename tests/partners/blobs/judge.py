#!/usr/bin/env python3
"""judge.py BUILD WORK: WORK has the packages of package.json. Started by run.sh."""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here), str(here.parents[1] / "support")]
from hosted import Hosted
from store import KEY_ID, SECRET, bucket

build, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
CONTENTS = {"empty": b"", "small": os.urandom(64 << 10), "middle": os.urandom(5 << 20), "large": os.urandom(40_000_000)}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def place(content, prefix="of/fleet%20one/"):
    name = sha256(content)
    return f"{prefix}{name[:2]}/{name[2:4]}/{name}"


def run(*words, **env):
    done = subprocess.run(words, capture_output=True, env=os.environ | env)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def curl(store, path, *more):
    hashed = sha256(b"") if not more else "UNSIGNED-PAYLOAD"
    return run("curl", "-sSf", "--aws-sigv4", "aws:amz:eu-test-1:s3", "-u", f"{KEY_ID}:{SECRET}", "-H", f"x-amz-content-sha256: {hashed}",
               f"http://127.0.0.1:{store.port}/blobs/{path}", *more)


def kept(daemon, name):
    status, body = daemon.ask("POST", f"/acme/parcels?id={name}", CONTENTS[name])
    assert status == 201, (name, status, body)


def given(daemon, name):
    assert daemon.ask("GET", f"/acme/parcels/{name}") == (200, CONTENTS[name]), name


def others_read(store):
    """What we keep is named by its hash, whoever reads it."""
    for content in CONTENTS.values():
        assert curl(store, place(content)) == content
    print(f"curl reads {len(CONTENTS)} objects, each with the hash that is its name")
    name = place(CONTENTS["large"], "of/fleet one/")
    if shutil.which("aws"):
        got = run("aws", "--endpoint-url", f"http://127.0.0.1:{store.port}", "s3", "cp", f"s3://blobs/{name}", "-", AWS_ACCESS_KEY_ID=KEY_ID,
                  AWS_SECRET_ACCESS_KEY=SECRET, AWS_DEFAULT_REGION="eu-test-1", AWS_RESPONSE_CHECKSUM_VALIDATION="when_required")
        assert sha256(got) == name.rpartition("/")[2]
        print("awscli reads what went in parts")
    if shutil.which("s3cmd"):
        run("s3cmd", f"--access_key={KEY_ID}", f"--secret_key={SECRET}", f"--host=127.0.0.1:{store.port}", f"--host-bucket=127.0.0.1:{store.port}", "--no-ssl",
            "--region=eu-test-1", "--config=/dev/null", "get", f"s3://blobs/{name}", str(work / "got"))
        assert sha256((work / "got").read_bytes()) == name.rpartition("/")[2]
        print("s3cmd reads what went in parts")


def a_folder_moves(store):
    """Blobs that were files are copied as they are."""
    home = work / "moves"
    home.mkdir()
    with Hosted(build, home) as daemon:
        assert daemon.start() is None
        for name in CONTENTS:
            kept(daemon, name)
    files = [path for path in (home / "local/blobs").rglob("*") if path.is_file()]
    assert len(files) == len(CONTENTS), files
    for path in files:
        curl(store, f"moved/{path.relative_to(home / 'local/blobs')}", "-T", str(path))
    shutil.rmtree(home / "local/blobs")
    with Hosted(build, home) as daemon:
        assert daemon.start("--blobs", store.url("moved", f"file:{daemon.secret('s3', SECRET)}")) is None
        for name in CONTENTS:
            given(daemon, name)
    print(f"{len(files)} files, copied as they are, are given from the object store")


with bucket(work) as store:
    home = work / "home"
    home.mkdir()
    with Hosted(build, home) as daemon:
        refused = daemon.start("--blobs", store.url("of/fleet%20one", f"file:{daemon.secret('s3', SECRET)}"))
        assert refused is None, refused
        for name in CONTENTS:
            kept(daemon, name)
            kept_before = len(store.seen())
            assert daemon.ask("POST", f"/acme/parcels?id={name}-again", CONTENTS[name])[0] == 201
            given(daemon, name)
        lines = store.seen()
        assert all(line.endswith("fits") for line in lines), [line for line in lines if not line.endswith("fits")]
        assert sum("partNumber=" in line for line in lines) == 5, lines
        print(f"{len(CONTENTS)} contents kept and given; {len(lines)} signatures fit by AWS's own signer")
        others_read(store)
    a_folder_moves(store)
    with Hosted(build, home) as daemon:
        code, said = daemon.start("--blobs", store.url("of", f"file:{daemon.secret('s3', 'another-secret')}"))
        assert code == 3 and "SignatureDoesNotMatch" in said, said
        print("another secret is refused: " + said.strip().splitlines()[-1].partition("] ")[2])

with bucket(work, ahead=7200) as store:
    with Hosted(build, home) as daemon:
        refused = daemon.start("--blobs", store.url("of/fleet%20one", f"file:{daemon.secret('s3', SECRET)}"))
        assert refused is None, (refused, store.seen())
        given(daemon, "small")
        late = [line for line in store.seen() if line.endswith("RequestTimeTooSkewed")]
        assert len(late) == 1, store.seen()
        print("a store two hours ahead: refused once, then its clock is gone by")
