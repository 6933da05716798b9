#!/usr/bin/env python3
# ctest: on postgresql, needs os chittyid
"""A token is revoked at one daemon: within a second all that hangs on it has ended at the other, while both go on making more of
it; and what was made in the last moment is ended, too.

grants.py BUILD       with CHITTY_TEST_DATABASE (tests/support/postgres.py)
"""
import http.client
import json
import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import database, local


def ask(chitty, method, path, body=None, token=None):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=30)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, "/chittyauth" + path, None if body is None else json.dumps(body), headers)
    reply = connection.getresponse()
    answer = json.loads(reply.read())
    connection.close()
    return reply.status, answer


def made(chitty, token, *scopes):
    status, answer = ask(chitty, "POST", "/v1/tokens/provision", {"scope": list(scopes)}, token)
    assert status == 201, answer
    return answer


def opens(chitty, token):
    return ask(chitty, "GET", "/v1/tokens?limit=1", token=token)[0] == 200


def makes_until_it_ends(chitty, token, out):
    """As fast as it can; whatever else the answer may be, it is no other refusal than that of a token that has ended."""
    while True:
        status, answer = ask(chitty, "POST", "/v1/tokens/provision", {"scope": ["chittyauth:read", "chittyauth:write"]}, token)
        if status != 201:
            assert status == 401 or (status == 429 and "wrong tokens" not in answer["message"]), (status, answer)
            return
        out.append(answer["token"])


def tree_ends(number):
    root = made(one, one.token(), "admin:*")
    below = [made((one, two)[i % 2], root["token"], "chittyauth:*") for i in range(4)]
    leaves = [made(two, each["token"], "chittyauth:read", "chittyauth:write") for each in below]
    assert all(opens(daemon, each["token"]) for daemon in (one, two) for each in [root, *below, *leaves])
    late = []
    makers = [threading.Thread(target=makes_until_it_ends, args=(daemon, each["token"], late)) for daemon in (one, two) for each in below[:2]]
    for maker in makers:
        maker.start()
    time.sleep(0.2)
    status, answer = ask(one, "POST", "/v1/tokens/revoke", {"tokenId": root["tokenId"]}, one.token())
    assert status == 200 and answer["alsoEnded"] >= len(below) + len(leaves), answer
    felt = time.monotonic() + 1
    for maker in makers:
        maker.join(30)
    time.sleep(max(0, felt - time.monotonic()))
    alive = [each for each in late + [each["token"] for each in [root, *below, *leaves]] if opens(two, each)]
    assert not alive, (len(alive), "still open a route at the other daemon")
    ((left,),) = postgres.psql(url, f"""WITH RECURSIVE t (id) AS (SELECT id FROM auth_tokens WHERE id = '{root["tokenId"]}' UNION
        SELECT c.id FROM auth_tokens c JOIN t ON c.parent = t.id) SELECT count(*) FROM auth_tokens WHERE status = 'active' AND id IN (SELECT id FROM t)""")
    assert left == "0", left
    print(f"round {number}: {answer['alsoEnded']} ended with the root, {len(late)} made meanwhile", flush=True)


if postgres.asked_for() is None:
    sys.exit("CHITTY_TEST_DATABASE names no PostgreSQL server.")
with database() as url, local(sys.argv[1], url) as one, local(sys.argv[1], url) as two:
    for number in range(3):
        tree_ends(number)
