#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""A registration that broke off after the identity was minted, taken up again two days later: the two services find that identity, among
others that were minted since, and mint no second one.

register_later.py BUILD       on SQLite, or with CHITTY_TEST_DATABASE on PostgreSQL
"""
import datetime
import http.client
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

EMAIL = "ada@example.com"


def register(chitty, email):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=30)
    connection.request("POST", "/chittyauth/v1/register", json.dumps({"email": email}),
                       {"Content-Type": "application/json", "Authorization": f"Bearer {chitty.token()}"})
    reply = connection.getresponse()
    body = json.loads(reply.read())
    assert reply.status == 201, (reply.status, body)
    return body["registration"]["did"]


with local(sys.argv[1]) as it:
    first = register(it, EMAIL)
    others = {register(it, f"somebody{n}@example.com") for n in range(3)}
    # As if the daemon had died between the mint and the token, two days ago; keys are forgotten after one.
    then = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    it.stored().change(f"UPDATE auth_registrations SET status = 'pending', subject = NULL, created_at = '{then}' WHERE email = '{EMAIL}'")
    it.stored().change(f"DELETE FROM auth_tokens WHERE subject = '{first}'")
    it.stored().change("DELETE FROM chitty_answers")
    again = register(it, EMAIL)
    minted = {row["did"] for row in it.stored().rows("SELECT did FROM identities WHERE entity = 'P'")}  # the authority has one, too
    assert again == first, (first, again)
    assert minted == others | {first}, minted
    print(f"taken up later: {again} again, and {len(minted)} identities in all")
