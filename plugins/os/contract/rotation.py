#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyauth chittyid
"""`os secrets rotate` killed between any two steps: every service has a token that works at each moment, and the next run goes on and finishes.

rotation.py BUILD
"""
import json
import pathlib
import subprocess
import sys
import threading
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from killed_steps import every_step, journals
from local import local

SERVICES = ["chittyconnect", "chittyid"]


def works(chitty, service, token):
    """Is it one that the service may show as its own?"""
    body = json.dumps({"serviceToken": token, "targetService": "chittyos", "action": "none"}).encode()
    ask = urllib.request.Request(f"{chitty.url}/chittyauth/v1/service/authenticate", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(ask, timeout=10) as reply:
            return json.load(reply)["serviceId"] == service
    except urllib.error.HTTPError as error:
        assert error.code == 401, error.read()
        return False


def kept(chitty, first):
    """What each service would read now: what is kept for it, and before that what it was given."""
    folder = next(pathlib.Path(chitty.home).rglob("secrets"), None)
    held = dict(first)
    for service in SERVICES:
        file = folder / f"service-tokens.local.{service}" if folder else None
        if file and file.exists():
            held[service] = file.read_text().strip()
    return held


def everyone_works(chitty, first, when):
    for service, token in kept(chitty, first).items():
        assert works(chitty, service, token), f"{service} has no token that works {when}"


def rotate(chitty):
    done = chitty.run("os", "secrets", "rotate", "--all", "--yes", "-o", "json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["service"] for row in rows] == SERVICES and {row["state"] for row in rows} == {"rotated"}, rows
    return rows


def killed_anywhere(chitty, first):
    count = 0
    for call, number in every_step(chitty, "os", "secrets", "rotate", "--all", "--yes"):
        everyone_works(chitty, first, f"after it was killed before {call} {number}")
        rows = rotate(chitty)
        everyone_works(chitty, first, f"after the run that went on after {call} {number}")
        present = {row["service"]: row["tokenId"] for row in chitty.json("os", "secrets", "list") if row["state"] == "present"}
        assert present == {row["service"]: row["tokenId"] for row in rows}, "the kept token is not the present one"
        assert not [row for row in chitty.json("os", "secrets", "list") if row["state"] == "next"], "something is left of it"
        count += 1
    assert count > 40, f"killed {count} times only"
    everyone_works(chitty, first, "at the end")
    print(f"secrets: killed at {count} places, and every service had a token that worked each time")


def two_at_once(chitty):
    ends = []
    words = ("os", "secrets", "rotate", "--all", "--yes")
    threads = [threading.Thread(target=lambda: ends.append(chitty.run(*words))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sorted(done.returncode for done in ends)
    assert codes[0] == 0 and set(codes) <= {0, 6}, [(done.returncode, done.stderr) for done in ends]
    refused = [done.stderr for done in ends if done.returncode]
    assert refused and all("another rotation of secrets or deployment is running" in text for text in refused), refused
    print(f"secrets: of four at once {codes.count(0)} went on, {len(refused)} were refused")


def elsewhere(chitty):
    """A rotation of another machine is not disturbed."""
    ask = urllib.request.Request(f"{chitty.url}/chittyauth/v1/service-tokens/chittyid/rotate", b'{"rotation":"other-machine"}',
                                 {"Content-Type": "application/json", "Authorization": f"Bearer {chitty.token()}"})
    with urllib.request.urlopen(ask) as reply:
        other = json.load(reply)
    done = chitty.run("os", "secrets", "rotate", "--all", "--yes", "-o", "json")
    assert done.returncode == 1 and "not rotated: chittyid: the token of chittyid is being rotated elsewhere" in done.stderr, done.stderr
    assert {row["service"]: row["state"] for row in json.loads(done.stdout)} == {"chittyconnect": "rotated", "chittyid": "left"}
    assert works(chitty, "chittyid", other["token"])
    assert chitty.run("auth", "token", "revoke", other["tokenId"], "--yes").returncode == 0
    done = chitty.run("os", "secrets", "rotate", "--all", "--yes", "-o", "json")
    assert done.returncode == 0 and "Going on with the rotation of" in done.stderr, done.stderr


def main():
    with local(sys.argv[1]) as chitty:
        assert chitty.run("os", "secrets", "rotate", "--all", "--yes").returncode == 5  # there is none yet
        first = {}
        for service in SERVICES:
            first[service] = chitty.json("auth", "service-token", "create", service, "--scopes", f"{service}:read")["token"]
        dry = chitty.run("os", "secrets", "rotate", "--all", "--dry-run", "-o", "json")
        assert dry.returncode == 0 and {row["state"] for row in json.loads(dry.stdout)} == {"planned"}, dry.stderr
        assert not journals(chitty) and "Would rotate the tokens of 2 services" in dry.stderr
        everyone_works(chitty, first, "after a dry run")
        killed_anywhere(chitty, first)
        two_at_once(chitty)
        elsewhere(chitty)
        everyone_works(chitty, first, "at the end")
        assert "svc_" not in journals(chitty), "a token is in the journal"
        types = {row["type"] for row in chitty.stored().rows("SELECT DISTINCT type FROM events_outbox")}
        assert {"service-token.prepared", "service-token.rotated"} <= types, types


main()
