#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyauth chittyid chittychronicle
"""Who gets into the portal: once by a link, from any daemon; nobody by a stolen cookie, from another site, or suspended; and no secret is
where others can read it.

doors.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL, and two daemons
"""
import contextlib
import http.client
import json
import pathlib
import stat
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "tests/support"), str(HERE.parent / "testing")]
from browser import Browser, link
from local import database, local


def one_link_many_browsers(daemons):
    """Ten at once, on both daemons: one is in."""
    url = link(daemons[0])
    browsers = [Browser(daemons[n % len(daemons)].port) for n in range(10)]
    told = []
    threads = [threading.Thread(target=lambda b=b: told.append(b.sign_in(url))) for b in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in told) == [200] + [401] * 9, told
    assert all("This link has been used already." in text for status, text in told if status == 401), told


def a_look_uses_nothing(daemon):
    url = link(daemon)
    for method in ("HEAD", "GET", "GET"):
        assert Browser(daemon.port).ask(method, "")[0] == 200
    assert Browser(daemon.port).sign_in(url)[0] == 200
    status, text = Browser(daemon.port).sign_in(url[:-1] + ("A" if url[-1] != "A" else "B"))
    assert status == 401 and "not known" in text, text


def each_answer_says_what_it_is(daemon):
    browser = Browser(daemon.port)
    browser.sign_in(link(daemon))
    for path in ("", "/assets/app.js", "/assets/style.css", "/assets/none", "/page/overview", "/page/overview?period=x", "/page/users?limit=9999",
                 "/page/users?status=x", "/page/users"):
        status, text, headers = browser.ask("GET", path)
        policy = headers["Content-Security-Policy"] or ""
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy, (path, status, policy, text[:200])
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY", path
        assert status < 500, (path, status, text)


def other_sites_do_nothing(daemon):
    browser = Browser(daemon.port)
    browser.sign_in(link(daemon))
    sites = [{"Sec_Fetch_Site": "cross-site", "Origin": "https://evil.example"}, {"Sec_Fetch_Site": "same-site", "Origin": "http://127.0.0.1:1"},
             {"Sec_Fetch_Site": None, "Origin": "https://evil.example"}, {"Sec_Fetch_Site": None, "Origin": "null"},
             {"Sec_Fetch_Site": None, "Origin": browser.origin + "0"}]
    for site in sites:
        for method, path, body in (("POST", "/page/users/nobody/suspend", {}), ("DELETE", "/session", None), ("POST", "/session", {"code": "x"}),
                                   ("GET", "/page/overview", None)):
            status, text, _ = browser.ask(method, path, body, **site)
            assert status == 403, (site, method, path, status, text)
    for missing in ({"Cookie": None}, {"Chitty_Portal_Key": None}, {"Chitty_Portal_Key": "x" * 43}):
        assert browser.ask("GET", "/page/overview", **missing)[0] == 401, missing
    assert browser.ask("GET", "/page/overview")[0] == 200, "and it is still in"


def registered(daemon, name):
    """A stranger's token, and its subject."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    connection.request("POST", "/chittyauth/v1/register", json.dumps({"email": f"{name}@example.com", "name": f"<b>{name}</b>\"'"}), {"Content-Type": "application/json"})
    reply = json.loads(connection.getresponse().read())
    subject = daemon.json("portal", "user", "get", f"{name}@example.com")["id"]
    token = daemon.json("auth", "token", "list")  # warm
    del token
    return reply["token"]["accessToken"], subject


def bearer(daemon, token, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
    connection.request(method, path, None if body is None else json.dumps(body), {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read() or "{}")


def provision(daemon, subject, scopes):
    status, made = bearer(daemon, daemon.token(), "POST", "/chittyauth/v1/tokens", {"scopes": scopes, "chittyId": subject})
    assert status == 201, made
    return made["token"]


def suspended_is_out(daemons):
    daemon = daemons[0]
    stranger, subject = registered(daemon, "ada")
    assert bearer(daemon, stranger, "POST", "/chittyportal/v1/links", {})[0] == 403, "a newcomer has no scope for it"
    token = provision(daemon, subject, ["chittyportal:read"])
    status, made = bearer(daemon, token, "POST", "/chittyportal/v1/links", {})
    assert status == 201, made
    ada = Browser(daemons[-1].port)
    assert ada.sign_in(made["url"])[0] == 200
    assert ada.ask("GET", "/page/overview")[0] == 200
    status, text, _ = ada.ask("GET", "/page/users")
    assert status == 403 and "Only an administrator" in text, text
    spare = bearer(daemon, token, "POST", "/chittyportal/v1/links", {})[1]["url"]
    connection, stream = ada.begin("GET", "/page/events", timeout=20)
    assert stream.status == 200 and b"retry:" in stream.readline()
    began = time.monotonic()
    done = daemon.json("portal", "user", "suspend", "ada@example.com", "--reason", "left the firm")
    assert done["status"] == "suspended" and done["suspendedReason"] == "left the firm", done
    rest = stream.read().decode()  # to its end
    ended = time.monotonic() - began
    assert "event: ended" in rest and ended < 5, (ended, rest[-300:])
    connection.close()
    time.sleep(1.1)
    for one in daemons:
        assert bearer(one, token, "GET", "/chittyportal/v1/stats")[0] == 401
    assert ada.ask("GET", "/page/overview")[0] in (401, 403)
    status, text = Browser(daemon.port).sign_in(spare)
    assert status in (401, 403), text
    daemon.json("portal", "user", "resume", subject)
    time.sleep(1.1)
    assert bearer(daemon, token, "GET", "/chittyportal/v1/stats")[0] == 200
    assert ada.ask("GET", "/page/overview")[0] == 401, "the session is not given back"
    refused = daemon.run("portal", "user", "suspend", "nobody@example.com")
    assert refused.returncode == 5 and "no such user: nobody@example.com" in refused.stderr.lower(), refused.stderr
    events = daemon.json("chronicle", "query", "--event-type", "subject.*")
    assert [event["action"] for event in events][:2] == ["subject.resumed", "subject.suspended"], events
    assert all(event["metadata"]["by"] == "owner" for event in events[:2]), events
    return ended


def no_secret_is_anywhere(daemon):
    """Not in the process list, the files, the log, the store; the browser gets the link by a file of its own."""
    opener, said = pathlib.Path(daemon.home, "opener"), pathlib.Path(daemon.home, "said")
    opener.write_text(f'#!/bin/sh\necho "$@" > {said}\ntr "\\0" " " < /proc/$$/cmdline >> {said}\n')
    opener.chmod(0o700)
    daemon.env["CHITTY_BROWSER"] = str(opener)
    done = daemon.run("portal", "dashboard", "open")
    assert done.returncode == 0 and "#code=" not in done.stdout + done.stderr, done
    argument = said.read_text()
    assert "#code=" not in argument and "file://" in argument, argument
    page = pathlib.Path(argument.split("file://")[1].split()[0])
    assert stat.S_IMODE(page.stat().st_mode) == 0o600, page
    url = page.read_text().split("url=")[1].split('"')[0]
    browser = Browser(daemon.port)
    assert browser.sign_in(url)[0] == 200
    secrets = [url.split("#code=")[1], browser.key, browser.cookie.split("=")[1]]
    status, text, _ = browser.ask("GET", "/page/overview")
    assert status == 200 and not any(secret in text for secret in secrets)
    daemon.run("os", "status")
    for file in pathlib.Path(daemon.home).rglob("*"):
        if file.is_file() and file != page and file.stat().st_size < 1 << 26:
            content = file.read_bytes()
            assert not any(secret.encode() in content for secret in secrets), file
    daemon.env["CHITTY_BROWSER"] = "none"
    none = daemon.run("portal", "dashboard", "open")
    assert none.returncode != 0 and "--print" in none.stderr and "#code=" not in none.stdout + none.stderr, none.stderr


with contextlib.ExitStack() as stack:
    url = stack.enter_context(database())
    daemons = [stack.enter_context(local(sys.argv[1], url)) for _ in range(2 if url else 1)]
    one_link_many_browsers(daemons)
    a_look_uses_nothing(daemons[0])
    each_answer_says_what_it_is(daemons[0])
    other_sites_do_nothing(daemons[0])
    ended = suspended_is_out(daemons)
    no_secret_is_anywhere(daemons[0])
print(f"one link lets one in; other sites, stolen cookies and who is suspended stay out, whose stream ended after {ended:.1f} s; no secret is anywhere")
