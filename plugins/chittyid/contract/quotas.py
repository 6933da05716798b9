#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyauth
"""What a stranger who has registered may have: not a month's sequence by one request, no more of a kind than there is for one, and
nobody is kept from registering. `chitty os quota` shows it, and the operator allows more.

quotas.py BUILD
"""
import http.client
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

build = pathlib.Path(sys.argv[1]).resolve()


def ask(chitty, method, path, token=None, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, body if isinstance(body, (str, type(None))) else json.dumps(body), headers)
    reply = connection.getresponse()
    text = reply.read().decode()
    return reply.status, text


def register(chitty, name):
    status, text = ask(chitty, "POST", "/chittyauth/v1/register", None, {"email": f"{name}@example.com", "name": name})
    assert status == 201, (status, text)
    return json.loads(text)["token"]["accessToken"], json.loads(text)["registration"]["did"]


def minted(text):
    lines = [json.loads(line) for line in text.splitlines()]
    return sum(line["success"] for line in lines), lines[-1]


def used(chitty, kind, holder):
    rows = chitty.json("os", "quota")
    return next((row["used"] for row in rows if row["kind"] == kind and row["holder"] == holder), 0)


def a_month_at_once(chitty, token):
    order = json.dumps({"entityType": "P", "count": 1222000}) + "\n"
    status, text = ask(chitty, "POST", "/chittyid/api/v2/chittyid/mint/batch", token, order)
    count, last = minted(text)
    assert status == 200 and count == 0 and last["error"] == "RATE_LIMITED", (status, text[:300])
    assert "This counts as 122199 requests" in last["message"], last
    done = chitty.run("id", "mint", "--entity", "PERSON", "--count", "1222000", "--quiet")
    assert done.returncode == 1 and "were refused" in done.stderr, (done.returncode, done.stderr[:500])


def no_more_than_one_may_have(chitty, token, did):
    order = json.dumps({"entityType": "T", "count": 40}) + "\n"
    status, text = ask(chitty, "POST", "/chittyid/api/v2/chittyid/mint/batch", token, order)
    count, last = minted(text)
    assert count == 25 and last["error"] == "FORBIDDEN", (count, last)
    assert last["message"].startswith("Of the 25 identities that one may have here you have 0"), last
    status, text = ask(chitty, "POST", "/chittyid/mint", token, {"entityType": "P"})
    assert status == 403 and "You have all 25 identities that one may have here." in text, (status, text)
    assert used(chitty, "identities", did) == 25
    status, text = ask(chitty, "GET", "/quotas", token)
    own = {(row["service"], row["kind"]): row for row in json.loads(text)["quotas"]}
    assert own[("chittyid", "identities")]["used"] == 25 and own[("chittyid", "identities")]["most"] == 25, own
    assert own[("chittyauth", "tokens")]["used"] == 1 and all(row["holder"] == did for row in own.values()), own


def main():
    with local(build) as chitty:
        for key, most in (("identities", 25), ("bytes", 5000)):
            assert chitty.run("config", "set", f"chittyos.quotas.chittyid.{key}", str(most)).returncode == 0
        refused = chitty.run("config", "set", "chittyos.quotas.chittyid.sessions", "many")
        assert refused.returncode != 0 and "must be an integer" in refused.stderr, refused
        chitty.run("os", "down")
        assert chitty.run("os", "up").returncode == 0
        token, did = register(chitty, "mallory")
        chitty.env["CHITTY_ID_TOKEN"] = token
        a_month_at_once(chitty, token)
        del chitty.env["CHITTY_ID_TOKEN"]
        no_more_than_one_may_have(chitty, token, did)
        register(chitty, "ada")  # others still can
        assert chitty.run("config", "set", "chittyos.quotas.chittyid.identities", "0").returncode == 0
        chitty.run("os", "down")
        assert chitty.run("os", "up").returncode == 0
        assert ask(chitty, "POST", "/chittyid/mint", token, {"entityType": "P"})[0] == 200
    print("a month at once: refused; 25 of 25, then 403; others register; the operator allows more")


main()
