#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""What a page of the web, and a program on another port of this machine, try with the browser of a person: nobody is registered,
no limit is used up, nothing is granted.

web_page.py BUILD       on SQLite, or with CHITTY_TEST_DATABASE on PostgreSQL
"""
import base64
import hashlib
import html
import http.client
import json
import pathlib
import re
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
REDIRECT = "http://127.0.0.1:41234/callback"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).decode().rstrip("=")


def ask(method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", it.port, timeout=30)
    connection.request(method, "/chittyauth" + path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    reply = connection.getresponse()
    text = reply.read().decode()
    connection.close()
    return reply.status, text, reply.headers


def form(**fields):
    return urllib.parse.urlencode(fields)


def fields(page):
    inputs = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", page))
    return {field["name"]: html.unescape(field.get("value", "")) for field in inputs if "name" in field}


def pages_write_nothing():
    """More often than any limit would allow."""
    sites = [{"Sec_Fetch_Site": "cross-site", "Origin": "https://evil.example"}, {"Sec_Fetch_Site": "same-site", "Origin": "http://127.0.0.1:1"},
             {"Origin": "null"}, {"Origin": "https://evil.example"}]
    person = json.dumps({"email": "stranger@example.com"})
    for number in range(24):
        site = sites[number % len(sites)]
        for path, body in (("/v1/register", person), ("/v1/oauth/register", '{"redirect_uris":["https://evil.example/cb"]}')):
            for kind in ("text/plain", JSON):
                assert ask("POST", path, body, Content_Type=kind, **site)[0] == 403, (path, site)
            assert ask("POST", path, body, Content_Type="text/plain")[0] == 415, path  # a browser that says nothing
        for path in ("/v1/oauth/sign-in", "/v1/oauth/consent", "/v1/oauth/token"):
            assert ask("POST", path, "a=b", Content_Type=FORM, **site)[0] == 403, (path, site)
    picture = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}
    for _ in range(130):
        assert ask("GET", "/v1/oauth/sign-in", **picture)[0] == 403
    stored = it.stored()
    assert not stored.rows("SELECT email FROM auth_registrations") and not stored.rows("SELECT client_id FROM oauth_clients")
    status, text, headers = ask("POST", "/v1/register", person, Content_Type=JSON)
    assert status == 201 and headers["X-RateLimit-Remaining"] == "9", (status, text, headers)
    status, _, headers = ask("GET", "/v1/oauth/sign-in")
    assert status == 200 and headers["X-RateLimit-Remaining"] == "119", (status, headers)


def a_cookie_is_not_the_person():
    """The browser visits a program on another port, which gets the cookie and then asks whatever it likes, in the browser's words."""
    own = {"Sec_Fetch_Site": "same-origin", "Origin": it.url}
    it.json("auth", "oauth", "clients", "create", "--name", "Evil", "--client-id", "evil", "--redirect-uri", "http://127.0.0.1/callback")
    code = it.json("auth", "sign-in")["code"]
    _, page, headers = ask("GET", "/v1/oauth/sign-in")
    cookie = headers["Set-Cookie"].split(";")[0]
    status, page, headers = ask("POST", "/v1/oauth/sign-in", form(**fields(page) | {"code": code}), Cookie=cookie, Content_Type=FORM, **own)
    assert status == 200 and "You are signed in" in page, page
    cookie, key = headers["Set-Cookie"].split(";")[0], fields(page)["key"]
    assert "; HttpOnly; SameSite=Lax" in headers["Set-Cookie"]

    query = form(response_type="code", client_id="evil", redirect_uri=REDIRECT, scope="admin:*", code_challenge=CHALLENGE, code_challenge_method="S256")
    _, page, _ = ask("GET", f"/v1/oauth/authorize?{query}", Cookie=cookie)
    assert "Allow Evil?" in page and key not in page
    status, page, headers = ask("POST", "/v1/oauth/consent", form(**fields(page), decision="allow"), Cookie=cookie, Content_Type=FORM, **own)
    assert status == 403 and "Sign in once more." in page and not headers.get("Location"), (status, page)
    assert not it.stored().rows("SELECT client_id FROM oauth_authorization_codes")

    _, page, _ = ask("GET", f"/v1/oauth/authorize?{query}", Cookie=cookie)  # the person, whose page has kept the key
    status, page, headers = ask("POST", "/v1/oauth/consent", form(**fields(page) | {"key": key}, decision="allow"), Cookie=cookie, Content_Type=FORM, **own)
    assert status == 303 and "code=" in headers["Location"], (status, page)


with local(sys.argv[1]) as it:
    pages_write_nothing()
    a_cookie_is_not_the_person()
print("pages write nothing and use up nothing; a cookie alone grants nothing")
