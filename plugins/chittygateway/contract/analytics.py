#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""The analytics against the access log, which this program adds up by itself: counts are the same, percentiles within one percent.

analytics.py BUILD
"""
import collections
import http.client
import json
import math
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local


def ask(chitty, method, path, token=None, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=10)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def logged(chitty):
    """Of the access log: {(service, route): [(status, microseconds, bytes)]} and {caller: count}."""
    routes, callers = collections.defaultdict(list), collections.Counter()
    for file in pathlib.Path(chitty.home).rglob("access.ndjson*"):
        for line in file.read_text().splitlines():
            entry = json.loads(line)
            routes[entry["service"], entry["route"]].append((entry["status"], entry["durationUs"], entry["bytesOut"]))
            callers[entry["service"], entry["caller"]] += 1
    return routes, callers


def until(what, fact):
    end = time.monotonic() + 20
    while not fact():
        assert time.monotonic() < end, f"{what}: not written within 20 s"
        time.sleep(0.1)


def percentile(times, share):
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)] / 1000


with local(sys.argv[1]) as chitty:
    token = chitty.token()
    for number in range(120):
        ask(chitty, "POST", "/chittyid/mint", token, json.dumps({"entity": "T"}))
        ask(chitty, "GET", f"/chittyid/api/info/{number}", token)
        ask(chitty, "GET", "/chittyid/nowhere", token)
        ask(chitty, "GET", "/chittyid/health")
        ask(chitty, "GET", "/nowhere")
    # The log is written every second, the sums every three.
    until("the log", lambda: sum(len(entries) for entries in logged(chitty)[0].values()) >= 5 * 120)
    of_id = sum(len(entries) for (service, _), entries in logged(chitty)[0].items() if service == "chittyid")
    until("the sums", lambda: of_id == sum(row["requests"] for row in chitty.json("gateway", "analytics") if row["service"] == "chittyid"))
    routes, callers = logged(chitty)
    services = {"chittyid"}
    shown = {(row["service"], row["route"]): row for row in chitty.json("gateway", "analytics", "--by", "route", "--period", "7days")}
    compared = 0
    for (service, route), entries in routes.items():
        if service not in services:
            continue
        row = shown[service, route]
        statuses = [status for status, _, _ in entries]
        assert row["requests"] == len(entries), (service, route, row, len(entries))
        assert row["refused"] == sum(400 <= status < 500 for status in statuses), (row, statuses)
        assert row["errors"] == sum(status >= 500 for status in statuses), (row, statuses)
        assert row["bytesOut"] == sum(size for _, _, size in entries), row
        for name, share in (("p50Ms", 0.5), ("p95Ms", 0.95), ("p99Ms", 0.99)):
            right = percentile([time for _, time, _ in entries], share)
            assert abs(row[name] - right) <= right * 0.0105 + 0.0011, (service, route, name, row[name], right)
        compared += 1
    assert compared >= 3, (list(shown), list(routes))
    assert {key for key in shown if key[0] == "chittyid"} == {key for key in routes if key[0] == "chittyid"}
    by_service = {row["service"]: row["requests"] for row in chitty.json("gateway", "analytics")}
    assert by_service["chittyid"] == sum(len(entries) for (service, _), entries in routes.items() if service == "chittyid"), by_service
    users = {row["user"]: row["requests"] for row in chitty.json("gateway", "analytics", "top-users", "--service", "chittyid")}
    wanted = {caller or "(no token)": count for (service, caller), count in callers.items() if service == "chittyid"}
    assert users == wanted, (users, wanted)
    print(f"{compared} routes, {by_service['chittyid']} requests, {len(users)} callers: as the access log has them")
