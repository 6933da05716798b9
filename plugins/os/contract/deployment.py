#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid chittyauth depot
"""`os deploy` to an environment of stand-ins: in order of dependency, gated by health, rolled back where it fails; killed between any two steps the next
run goes on, and nothing is deployed twice. And to this machine, where it is the daemon that is restarted.

deployment.py BUILD
"""
import json
import pathlib
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from killed_steps import every_step, journals
from local import local

SERVICES = ["chittyauth", "chittyid"]
OLD = "0.0.9"


class Staging:
    """The services of another environment, each at a version, and the place that a deployer asks."""

    def __init__(self):
        self.versions, self.broken, self.deployed = {name: OLD for name in SERVICES}, set(), []
        staging = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def give(self, status, value):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                name = self.path.split("/")[1]
                if name not in staging.versions:
                    return self.give(404, {})
                version = staging.versions[name]
                well = (name, version) not in staging.broken
                self.give(200 if well else 503, {"status": "ok" if well else "unhealthy", "service": name, "version": version, "error": "" if well else "its disk is on fire"})

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                staging.deployed.append((asked["service"], asked["version"]))
                staging.versions[asked["service"]] = asked["version"]
                self.give(200, asked)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reset(self):
        self.versions, self.deployed = {name: OLD for name in SERVICES}, []


def deploy(chitty, *more):
    return chitty.run("os", "deploy", *SERVICES, "--env", "staging", "--wait", "2s", "-o", "json", *more)


def states(done):
    return {row["service"]: row["state"] for row in json.loads(done.stdout)}


def forward(chitty, staging, version):
    dry = deploy(chitty, "--dry-run")
    assert dry.returncode == 0 and set(states(dry).values()) == {"planned"} and "Would deploy 2 services" in dry.stderr, dry.stderr
    assert not staging.deployed and not journals(chitty)
    done = deploy(chitty)
    assert done.returncode == 0 and set(states(done).values()) == {"deployed"}, (done.stdout, done.stderr)
    assert staging.deployed == [("chittyid", version), ("chittyauth", version)], f"not in order of dependency: {staging.deployed}"
    done = deploy(chitty)
    assert done.returncode == 0 and set(states(done).values()) == {"current"} and len(staging.deployed) == 2, done.stderr
    print("deployment: two services in order of dependency, and nothing to do after it")


def backward(chitty, staging, version):
    staging.reset()
    staging.broken = {("chittyauth", version)}
    done = deploy(chitty)
    assert done.returncode == 1 and "the deployment failed at chittyauth" in done.stderr, done.stderr
    assert states(done) == {"chittyid": "rolled back", "chittyauth": "rolled back"}, done.stdout
    assert staging.deployed[2:] == [("chittyauth", OLD), ("chittyid", OLD)] and set(staging.versions.values()) == {OLD}, staging.deployed
    print("deployment: what did not become well is rolled back, and what was deployed before it")


def killed_anywhere(chitty, staging, version, breaks):
    count = 0
    staging.reset()
    staging.broken = {("chittyauth", version)} if breaks else set()
    wanted = OLD if breaks else version
    for call, number in every_step(chitty, "os", "deploy", *SERVICES, "--env", "staging", "--wait", "1s", calls=["fsync"] if breaks else ["fsync", "connect", "rename", "pwrite64"], may_end_in=(0, 1)):
        done = deploy(chitty)
        where = f"after it was killed before {call} {number}"
        assert set(staging.versions.values()) == {wanted}, f"{where}: {staging.versions} {done.stderr}"
        assert done.returncode == (1 if breaks else 0), (where, done.stderr)
        assert deploy(chitty, "--dry-run").returncode == 0 and text_of_last(chitty) == "end", where
        staging.reset()
        count += 1
    assert count > (10 if breaks else 20), count
    print(f"deployment{' that is rolled back' if breaks else ''}: killed at {count} places, and the next run brought it to its end")


def text_of_last(chitty):
    return json.loads(journals(chitty).splitlines()[-1])["step"]


def two_at_once(chitty, staging):
    staging.reset()
    ends = []
    threads = [threading.Thread(target=lambda: ends.append(deploy(chitty))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sorted(done.returncode for done in ends)
    assert codes[0] == 0 and set(codes) <= {0, 6} and len(staging.deployed) == 2, (codes, staging.deployed)
    print(f"deployment: of four at once {codes.count(6)} were refused")


def here(chitty):
    pid = chitty.json("os", "status")[0]["pid"]
    done = chitty.run("os", "deploy", "--all", "-o", "json")
    assert done.returncode == 0 and set(states(done).values()) == {"current"}, done.stderr
    assert chitty.run("os", "down").returncode == 0
    done = chitty.run("os", "deploy", "--all", "-o", "json")
    assert done.returncode == 0 and set(states(done).values()) == {"deployed"}, done.stderr
    status = chitty.json("os", "status")
    assert status[0]["status"] == "ok" and status[0]["pid"] != pid, status
    told = {row["type"] for row in chitty.stored().rows("SELECT type FROM events_outbox WHERE type LIKE 'deployment.%'")}
    assert told == {"deployment.finished", "deployment.failed"}, told
    print("deployment: the daemon of this machine is started, and is well")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    staging = Staging()
    with local(build, CHITTY_PLUGIN_PATH=str(build / "tests/contract_plugins")) as chitty:
        version = json.loads(chitty.run("plugin", "list", "-o", "json", "--jq", '.[]|select(.name=="chittyid")').stdout)["version"]
        assert chitty.run("os", "init", "--env", "staging", "--base-url", staging.url).returncode == 0
        done = deploy(chitty)
        assert done.returncode == 3 and "no deployer is named for chittyid in environment staging" in done.stderr, done.stderr
        for key, value in (("deployer", "depot deploy"), ("remotes", json.dumps({"depot": {"type": "depot", "baseUrl": staging.url}}))):
            done = chitty.run("config", "set", f"chittyos.environments.staging.{key}", value)
            assert done.returncode == 0, done.stderr
        forward(chitty, staging, version)
        backward(chitty, staging, version)
        staging.broken = set()
        two_at_once(chitty, staging)
        killed_anywhere(chitty, staging, version, False)
        killed_anywhere(chitty, staging, version, True)
        here(chitty)


main()
