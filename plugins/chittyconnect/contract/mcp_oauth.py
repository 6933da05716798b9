#!/usr/bin/env python3
# ctest: on sqlite, needs chittyconnect chittyauth
"""MCP over HTTP for whoever has a token of chittyauth: the way there is told, one's own tokens open it, others' and revoked ones do not.

mcp_oauth.py BUILD
"""
import json
import pathlib
import sys
import time
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"), str(pathlib.Path(__file__).resolve().parents[1] / "testing")]
from local import local
from mcp_clients import Http


def get(url):
    with urllib.request.urlopen(url, timeout=10) as reply:
        return json.loads(reply.read())


def provision(it, *words):
    return it.json("auth", "token", "provision", "--scopes", "chittyid:read", *words)


def status_with(url, token):
    return Http(url, token).initialize()[0]


def the_way_there(url):
    refused = Http(url, None).request("POST", b"{}")
    refused.read()
    challenge = refused.getheader("WWW-Authenticate")
    assert refused.status == 401 and challenge.startswith("Bearer "), challenge
    metadata = get(challenge.split('resource_metadata="')[1].split('"')[0])
    assert metadata["resource"] == url and metadata["bearer_methods_supported"] == ["header"], metadata
    (issuer,) = metadata["authorization_servers"]
    server = get(issuer.replace("/chittyauth", "/.well-known/oauth-authorization-server/chittyauth"))
    assert server["issuer"] == issuer and server["code_challenge_methods_supported"] == ["S256"], server


def main(build):
    with local(build) as it:
        it.json("auth", "register", "--email", "ada@example.com")
        facts = it.json("connect", "mcp", "start", "--auth", "chittyauth", "--port", "0")
        try:
            url = facts["url"]
            the_way_there(url)
            mine = provision(it)
            assert status_with(url, mine["token"]) == 200
            assert status_with(url, mine["token"][:-1] + "0") == 401
            other = urllib.request.Request(f"{it.url}/chittyauth/v1/register", json.dumps({"email": "eve@example.com", "name": "Eve"}).encode(), {"Content-Type": "application/json"})
            with urllib.request.urlopen(other, timeout=10) as reply:
                hers = json.loads(reply.read())
            token = hers["token"]["accessToken"]
            assert status_with(url, token) == 401, "another person's token"
            it.json("auth", "token", "revoke", mine["tokenId"], "--yes")
            until = time.monotonic() + 10  # what was known good is so for five seconds
            while status_with(url, mine["token"]) == 200:
                assert time.monotonic() < until, "a revoked token still opens it"
                time.sleep(0.2)
        finally:
            it.run("connect", "mcp", "stop")
    print("as it must be")


main(pathlib.Path(sys.argv[1]).resolve())
