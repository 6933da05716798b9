#!/usr/bin/env python3
# ctest: on postgresql, needs os chittyid
"""What may happen once, asked for at the same moment of two daemons on one PostgreSQL: a refresh token, a rotation, a
registration, a mint under one key, an authorization code, a device code. One gets it, and then the family's rule holds; looked
up in the database, not asked of the services.

auth_races.py BUILD       with CHITTY_TEST_DATABASE (tests/support/postgres.py)
"""
import base64
import concurrent.futures
import contextlib
import hashlib
import html
import http.client
import json
import pathlib
import re
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import database, local

ROUNDS, EACH = 6, 2  # how often each race is run, and how many ask each daemon in it
REDIRECT = "http://127.0.0.1:41234/callback"
VERIFIER = "a-verifier-of-the-races-" + "x" * 24


def ask(chitty, method, path, body=None, token=None, headers=None):
    """(status, object or text, headers). A dictionary goes as JSON, a text as a form."""
    headers = dict(headers or {})
    if token:
        headers["Authorization"] = f"Bearer {token}"
    if body is not None:
        headers["Content-Type"] = "application/json" if isinstance(body, dict) else "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, json.dumps(body) if isinstance(body, dict) else body, headers)
        reply = connection.getresponse()
        text = reply.read().decode()
    is_json = text and reply.headers.get("Content-Type", "").startswith("application/json")
    return reply.status, json.loads(text) if is_json else text, reply.headers


def race(*tasks):
    """All tasks, each by EACH threads, let go at the same moment; their results in the tasks' order."""
    gate = threading.Barrier(len(tasks) * EACH)

    def run(task):
        gate.wait(30)
        return task()

    with concurrent.futures.ThreadPoolExecutor(len(tasks) * EACH) as pool:
        return list(pool.map(run, [task for task in tasks for _ in range(EACH)]))


def at_both(method, path, body=None, token=None, headers=None):
    return race(*(lambda c=c: ask(c, method, path, body, token, headers) for c in (one, two)))


def one_won(what, replies, won, lost):
    """The winner's answer; everybody else was refused as is due."""
    winners = [body for status, body, _ in replies if status == won]
    others = [(status, body) for status, body, _ in replies if status != won]
    assert len(winners) == 1, (what, "won by", len(winners), others)
    assert all(lost(status, body) for status, body in others), (what, others)
    return winners[0]


def rows(sql, *values):
    for value in values:
        sql = sql.replace("?", "'" + value.replace("'", "''") + "'", 1)
    return [tuple(row) for row in postgres.psql(url, sql)]


def family_is_dead(what, family, kinds):
    """Nothing of it opens anything, at either daemon and in the table; `kinds`: how many of each there are, and how they ended."""
    there = sorted(rows("SELECT kind, status, count(*) FROM auth_tokens WHERE family = ? GROUP BY kind, status", family))
    assert there == sorted(kinds), (what, there)


def family_of(column, value):
    ((family,),) = rows(f"SELECT family FROM auth_tokens WHERE {column} = ?", value)
    return family


def hash_of(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def is_closed(token):
    until = time.monotonic() + 1.5  # a daemon may believe in a token for a second more
    for chitty in (one, two):
        while ask(chitty, "GET", "/chittyauth/v1/tokens", token=token)[0] == 200:
            assert time.monotonic() < until, "a revoked token still opens a route"
            time.sleep(0.1)


def form(**fields):
    return urllib.parse.urlencode(fields)


class Browser:
    """Signed in at one daemon as the owner; its consent is given at whichever is asked."""

    def __init__(self, chitty):
        code = ask(chitty, "POST", "/chittyauth/v1/oauth/sign-in-codes", {}, chitty.token())[1]["code"]
        self.cookie = self.key = ""
        page = self.ask(chitty, "GET", "/chittyauth/v1/oauth/sign-in")[1]
        status, page, _ = self.ask(chitty, "POST", "/chittyauth/v1/oauth/sign-in", form(**self.fields(page) | {"code": code}))
        assert status == 200 and "You are signed in" in page, page
        self.fields(page)

    def ask(self, chitty, method, path, body=None):
        status, page, headers = ask(chitty, method, path, body, headers={"Cookie": self.cookie} if self.cookie else {})
        if headers.get("Set-Cookie"):
            self.cookie = headers["Set-Cookie"].split(";")[0]
        return status, page, headers

    def fields(self, page):
        """As the page's script does: a key that is there is kept, one that is not is filled in."""
        inputs = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page))
        found = {field["name"]: html.unescape(field.get("value", "")) for field in inputs if "name" in field}
        self.key = found.get("key") or self.key
        return found | {"key": self.key}

    def code(self, chitty, client):
        query = form(response_type="code", client_id=client, redirect_uri=REDIRECT, scope="openid offline_access chittyauth:read", state="s",
                     code_challenge=hash_of(VERIFIER), code_challenge_method="S256")
        page = self.ask(chitty, "GET", f"/chittyauth/v1/oauth/authorize?{query}")[1]
        status, page, headers = self.ask(chitty, "POST", "/chittyauth/v1/oauth/consent", form(**self.fields(page), decision="allow"))
        assert status in (302, 303), (status, page)
        return urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)["code"][0]

    def allow_device(self, chitty, user_code):
        page = self.ask(chitty, "GET", f"/chittyauth/device?user_code={user_code}")[1]
        status, page, _ = self.ask(chitty, "POST", "/chittyauth/v1/oauth/device", form(**self.fields(page), decision="allow"))
        assert status == 200 and "connected" in page, page


def no_grant(status, body):
    return status == 400 and body["error"] == "invalid_grant"


def redeem(code):
    return form(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, client_id="racer", code_verifier=VERIFIER)


# --- the races ---

def own_refresh(number):
    _, made, _ = ask(one, "POST", "/chittyauth/v1/tokens/provision", {"scope": ["chittyauth:read"]}, one.token())
    won = one_won("own refresh", at_both("POST", "/chittyauth/v1/tokens/refresh", {"token": made["token"]}), 200,
                  lambda status, body: status == 401 and "exchanged before" in body["message"])
    family_is_dead("own refresh", made["tokenId"], [("access", "used", "1"), ("access", "revoked", "1")])
    is_closed(won["token"])


def copy_against_newest(number):
    """A copy of a used token comes while its successor is being exchanged: whichever is first, nothing of the family lives."""
    first = ask(one, "POST", "/chittyauth/v1/tokens/provision", {"scope": ["chittyauth:read"]}, one.token())[1]
    second = ask(two, "POST", "/chittyauth/v1/tokens/refresh", {"token": first["token"]})[1]
    race(lambda: ask(one, "POST", "/chittyauth/v1/tokens/refresh", {"token": first["token"]}),
         lambda: ask(two, "POST", "/chittyauth/v1/tokens/refresh", {"token": second["token"]}))
    alive = rows("SELECT id FROM auth_tokens WHERE family = ? AND status = 'active'", first["tokenId"])
    assert not alive, ("a copy against the newest", alive)


def oauth_refresh(number):
    tokens = ask(one, "POST", "/chittyauth/v1/oauth/token", redeem(browser.code(one, "racer")))[1]
    family = family_of("token_hash", hash_of(tokens["refresh_token"]))
    won = one_won("OAuth refresh", at_both("POST", "/chittyauth/v1/oauth/token", form(grant_type="refresh_token", client_id="racer",
                                                                                     refresh_token=tokens["refresh_token"])), 200, no_grant)
    family_is_dead("OAuth refresh", family, [("access", "revoked", "2"), ("refresh", "used", "1"), ("refresh", "revoked", "1")])
    is_closed(won["access_token"])


def authorization_code(number):
    code = browser.code((one, two)[number % 2], "racer")
    won = one_won("authorization code", at_both("POST", "/chittyauth/v1/oauth/token", redeem(code)), 200, no_grant)
    family = family_of("token_hash", hash_of(won["refresh_token"]))
    family_is_dead("authorization code", family, [("access", "revoked", "1"), ("refresh", "revoked", "1")])
    is_closed(won["access_token"])


def device_code(number):
    begun = ask(one, "POST", "/chittyauth/v1/oauth/device_authorization", form(client_id="racer", scope="offline_access chittyauth:read"))[1]
    poll = form(grant_type="urn:ietf:params:oauth:grant-type:device_code", client_id="racer", device_code=begun["device_code"])
    waiting = [body["error"] for status, body, _ in at_both("POST", "/chittyauth/v1/oauth/token", poll)]
    assert waiting.count("authorization_pending") == 1 and waiting.count("slow_down") == 2 * EACH - 1, waiting
    browser.allow_device(two, begun["user_code"])
    won = one_won("device code", at_both("POST", "/chittyauth/v1/oauth/token", poll), 200, no_grant)
    family = family_of("token_hash", hash_of(won["refresh_token"]))
    assert rows("SELECT kind, count(*) FROM auth_tokens WHERE family = ? GROUP BY kind ORDER BY kind", family) == [("access", "1"), ("refresh", "1")]


def rotation(number):
    name = f"racer{number}"
    made = ask(one, "POST", "/chittyauth/v1/service-tokens", {"service": name, "scopes": ["chittyid:read"]}, one.token())
    assert made[0] == 201, made
    replies = race(*(lambda c=c: ask(c, "POST", f"/chittyauth/v1/service-tokens/{name}/rotate", {}, c.token()) for c in (one, two)))
    done = [body for status, body, _ in replies if status == 200]
    assert done and all(status in (200, 409) for status, _, _ in replies), replies
    before = [body["previous"]["tokenId"] for body in done]
    assert len(set(before)) == len(before), ("one token was rotated twice", before)
    there = rows("SELECT status, reason, count(*) FROM auth_tokens WHERE service = ? GROUP BY status, reason ORDER BY status, reason", name)
    assert sum(int(count) for *_, count in there) == 1 + len(done), there
    assert [("active", "", "1"), ("active", "rotated", "1")] == sorted(row for row in there if row[0] == "active"), there


def first_service_token(number):
    """Made by whoever is first; a rotation of what is not there makes it, too."""
    name = f"fresh{number}"
    order = {"service": name, "scopes": ["chittyid:read"]}
    replies = race(*(lambda c=c: ask(c, "POST", "/chittyauth/v1/service-tokens", order, c.token()) for c in (one, two)))
    one_won("first service token", replies, 201, lambda status, body: status == 409)
    assert rows("SELECT count(*) FROM auth_tokens WHERE service = ?", name) == [("1",)]


def registration(number):
    email = f"racer{number}@example.com"
    won = one_won("registration", at_both("POST", "/chittyauth/v1/register", {"email": email, "name": "Racer"}), 201,
                  lambda status, body: status == 400 and body["cause"] == "duplicate_email")
    ((identifier, subject),) = rows("SELECT id, subject FROM auth_registrations WHERE email = ?", email)
    assert subject == won["registration"]["did"], (subject, won)
    assert rows("SELECT did FROM identities WHERE metadata LIKE ?", f"%{identifier}%") == [(subject,)], "minted twice"
    assert rows("SELECT count(*) FROM auth_tokens WHERE subject = ?", subject) == [("1",)]


def mint(number):
    """One key, one identity: everybody gets the same answer."""
    key = {"Idempotency-Key": f"race-{number}"}
    replies = race(*(lambda c=c: ask(c, "POST", "/chittyid/mint", {"entityType": "person", "metadata": {"race": f"mint-{number}"}}, c.token(), key)
                     for c in (one, two)))
    assert {status for status, *_ in replies} == {200} and len({body["did"] for _, body, _ in replies}) == 1, replies
    assert rows("SELECT did FROM identities WHERE metadata LIKE ?", f"%mint-{number}\"%") == [(replies[0][1]["did"],)]


def nothing_twice():
    once = "('identity.minted', 'person.registered', 'token.refreshed', 'service-token.created', 'service-token.rotated')"
    for table, columns in (("auth_tokens", "token_hash"), ("auth_registrations", "email"), ("auth_registrations", "subject"), ("identities", "did"),
                           (f"(SELECT * FROM events_outbox WHERE type IN {once}) e", "type, subject, data")):
        twice = rows(f"SELECT {columns}, count(*) FROM {table} GROUP BY {columns} HAVING count(*) > 1")
        assert not twice, (table, columns, twice)
    ((events,),) = rows(f"SELECT count(*) FROM events_outbox WHERE type IN {once}")
    print(f"nothing is there twice; {events} events of what happened once")


if postgres.asked_for() is None:
    sys.exit("CHITTY_TEST_DATABASE names no PostgreSQL server.")
with database() as url, local(sys.argv[1], url) as one, local(sys.argv[1], url) as two:
    done = one.run("auth", "oauth", "clients", "create", "--name", "Racer", "--client-id", "racer", "--redirect-uri", "http://127.0.0.1/callback")
    assert done.returncode == 0, done.stderr
    browser = Browser(one)
    for each in (own_refresh, copy_against_newest, oauth_refresh, authorization_code, device_code, rotation, first_service_token, registration, mint):
        begin = time.monotonic()
        rounds = 2 if each is registration else ROUNDS  # an address may register ten times an hour, refused or not
        for number in range(rounds):
            each(number)
        print(f"{each.__name__}: {rounds} races of {2 * EACH}, {time.monotonic() - begin:.1f} s", flush=True)
    nothing_twice()
