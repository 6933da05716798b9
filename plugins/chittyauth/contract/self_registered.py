#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""Programs that register themselves are bounded: as many from this machine as the operator allows, then 429 with the second at which
there is room again; what got no token in a day makes room.

self_registered.py BUILD       on SQLite, or with CHITTY_TEST_DATABASE on PostgreSQL
"""
import http.client
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local


def register(chitty):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=30)
    connection.request("POST", "/chittyauth/v1/oauth/register", json.dumps({"redirect_uris": ["http://127.0.0.1/callback"]}),
                       {"Content-Type": "application/json"})
    reply = connection.getresponse()
    return reply.status, reply.headers, json.loads(reply.read())


with local(sys.argv[1]) as it:
    assert it.run("config", "set", "chittyos.quotas.chittyauth.self-registered-clients", "2").returncode == 0
    for act in ("down", "up"):
        assert it.run("os", act).returncode == 0
    assert [register(it)[0] for _ in range(2)] == [201, 201]
    status, headers, body = register(it)
    assert status == 429 and body["error"] == "temporarily_unavailable" and 86_000 < int(headers["Retry-After"]) <= 86_400, (status, dict(headers), body)
    it.stored().change("UPDATE oauth_clients SET ends_at = 1 WHERE client_id = (SELECT MIN(client_id) FROM oauth_clients)")
    assert register(it)[0] == 201
    assert register(it)[0] == 429
    assert len(it.stored().rows("SELECT client_id FROM oauth_clients")) == 2
