#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""The logs followed through a rotation, a restart and a loss: every line once, and what is missing is told.

logs.py BUILD
"""
import json
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local


def mint(chitty, times):
    for _ in range(times):
        assert chitty.run("id", "mint", "--entity", "THING", "-q").returncode == 0


def main():
    with local(sys.argv[1]) as chitty:
        mint(chitty, 1)
        time.sleep(2)  # it is in the file
        log = next(pathlib.Path(chitty.home).rglob("access.ndjson"))
        run = subprocess.Popen([chitty.chitty, "os", "logs", "tail", "--service", "chittyid", "--lines", "0", "-o", "ndjson"], env=chitty.env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        mint(chitty, 5)
        time.sleep(2)
        log.rename(log.with_name(log.name + ".1"))  # as the daemon does where it has become large
        mint(chitty, 5)
        for words in (["os", "down"], ["os", "up"]):
            assert chitty.run(*words).returncode == 0
        mint(chitty, 5)
        time.sleep(2)
        with log.open("a") as file:  # as if two lines before it had been lost
            last = json.loads(log.read_text().splitlines()[-1])
            file.write(json.dumps({**last, "seq": last["seq"] + 3}) + "\n")
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        out, told = run.communicate(timeout=10)
        assert run.returncode == 130, (run.returncode, told)
        lines = [json.loads(line) for line in out.splitlines()]
        seen = [(line["daemon"], line["seq"]) for line in lines if line["kind"] == "request" and line["message"].startswith("POST")]
        assert len(seen) == len(set(seen)) == 16, seen
        assert "2 lines lost" in told, told
        assert len({daemon for daemon, _ in seen}) == 2, seen
        done = chitty.run("os", "logs", "tail", "--no-follow", "--lines", "3", "--service", "chittyid")
        assert done.returncode == 0 and len(done.stdout.splitlines()) == 3, (done.stdout, done.stderr)
        assert chitty.run("os", "logs", "tail", "--service", "nobody").returncode == 5
        print("logs: 15 requests, each once, through a rotation and a restart; two that were lost are told")


main()
