#!/usr/bin/env python3
"""Commands that are data, whole process: declared.py BUILD PLUGINS   (PLUGINS: a folder for each way to authenticate)"""
import base64
import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from fake_remote import HANG, FakeRemote, answer
from local import environment

BUILD, PLUGINS = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
CHITTY = BUILD / "bin/chitty"
TOKEN, PIN = "tok_canary_81f2c0", "pin_canary_5d3a77"
failures = []


def check(name, fact, detail=""):
    print(("ok      " if fact else "FAILED  ") + name + ("" if fact else f": {detail}"))
    if not fact:
        failures.append(name)


class Person:
    """One home with the remote acme at `url`."""

    def __init__(self, home, url, kind="bearer"):
        self.env = environment(home) | {"CHITTY_PLUGIN_PATH": str(PLUGINS / kind), "ACME_PIN": PIN, "ACME": TOKEN}
        self.home = home
        for key, value in {"baseUrl": url, "serviceToken": "env:ACME", "pin": "env:ACME_PIN", "team": "red", "client": "me"}.items():
            subprocess.run([CHITTY, "config", "set", f"chittyos.services.acme.{key}", value], env=self.env, check=True, capture_output=True)

    def run(self, *words, **more):
        return subprocess.run([CHITTY, *words], env=self.env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, cwd=self.home, **more)


@contextlib.contextmanager
def acme(answers, kind="bearer"):
    with FakeRemote(answers) as remote, tempfile.TemporaryDirectory() as home:
        yield remote, Person(home, remote.url, kind)


def pages(request):
    second = "cursor=b" in request["target"]
    things = [{"id": 3, "name": "c"}] if second else [{"id": 1, "name": "a", "kind": "x", "parts": [1, 2]}, {"id": 2, "name": "b"}]
    return answer(200, json.dumps({"things": things, "next": None if second else "b"}))


# --- lists ---
with acme({"/things": pages}) as (remote, person):
    done = person.run("acme", "list", "--tag", "x", "--tag", "y z")
    check("a list of two pages is one list", done.stdout == "1\ta/x\t2\n2\tb\t\n3\tc\t\n", done)
    check("what is sent is what the manifest says", [r["target"] for r in remote.seen] == ["/things?tag=x&tag=y%20z&limit=2", "/things?tag=x&tag=y%20z&limit=2&cursor=b"], remote.seen)
    check("the credential and the constant headers go along", remote.seen[1]["headers"]["authorization"] == f"Bearer {TOKEN}" and remote.seen[1]["headers"]["x-acme-version"] == "2026-11-29", remote.seen)
    check("--jq sees the whole list", person.run("acme", "list", "--jq", "[.[].id] | add").stdout == "6\n")
    check("--limit stops", person.run("acme", "list", "--limit", "1", "-o", "json", "--jq", "length").stdout == "1\n" and remote.seen[-1]["target"] == "/things?limit=1", remote.seen[-1])
    if shutil.which("strace"):
        traced = subprocess.run(["strace", "-f", "-qq", "-e", "trace=open,openat,memfd_create", CHITTY, "acme", "list"], env=person.env, capture_output=True, text=True)
        check("no library of a plugin is opened", traced.stdout.startswith("1\t") and not any("acme" in line or "memfd" in line for line in traced.stderr.splitlines()), traced.stderr)

cases = {
    "no list where one was promised": ({"/things": answer(200, "{}")}, 1, "has no list of things"),
    "the same cursor twice": ({"/things": answer(200, '{"things": [], "next": "b"}')}, 1, "the same page twice"),
    "a later page that is an error": ({"/things": lambda r: answer(503, '{"message": "gone"}', headers=["Retry-After: 99"]) if "cursor" in r["target"] else pages(r)}, 7, "answered 503"),
    "an error inside a 200": ({"/things": answer(200, '{"errors": [{"message": "not for you"}]}')}, 1, "error: not for you"),
    "a page that is no JSON": ({"/things": answer(200, "<html>", "text/html")}, 1, "not JSON"),
    "a page that is cut short": ({"/things": answer(200, '{"things": [', length=500)}, 7, "error: "),
}
for name, (answers, code, words) in cases.items():
    with acme(answers) as (remote, person):
        done = person.run("acme", "list")
        check(name, done.returncode in (code, 1 if code == 1 else code) and words in done.stderr, done)

# --- whole addresses: the own origin only ---
with FakeRemote({"*": answer(200, "[9]")}) as other:
    with acme({"/pages": answer(200, "[1]", headers=[f"Link: <{other.url}/pages?page=2>; rel=next"])}) as (remote, person):
        done = person.run("acme", "pages")
        check("a next page at another host is refused", done.returncode == 1 and "no request or credential is sent to another host" in done.stderr, done)
        check("and that host is not asked", other.seen == [], other.seen)
    with acme({"/things": answer(302, "", headers=[f"Location: {other.url}/things"])}, "header") as (remote, person):
        person.run("acme", "list")
        check("a redirect to another host goes without the credential", other.seen and all(TOKEN not in json.dumps(r["headers"]) for r in other.seen), other.seen)
with acme({"/pages": lambda r: answer(200, "[2]") if "page=2" in r["target"] else answer(200, "[1]", headers=["Link: </pages?page=2>; rel=\"next\""])}) as (remote, person):
    check("one at the same host is followed", person.run("acme", "pages", "--jq", "add").stdout == "3\n")

# --- one request ---
created = answer(201, '{"id": 7, "echo": "%s %s"}' % (TOKEN, PIN))
with acme({"/things": created}) as (remote, person):
    done = person.run("acme", "add", "--name", "a", "--life", "2h", "--trace")
    sent = remote.seen[0]
    check("a body of what was said", json.loads(sent["body"]) == {"name": "a", "ttl": 7200} and sent["headers"]["x-team"] == "red" and sent["headers"]["x-pin"] == PIN, sent)
    check("the note is on standard error", "It is there now." in done.stderr and "It is there now." not in done.stdout, done)
    check("no secret in records, notes and trace", TOKEN not in done.stdout + done.stderr and PIN not in done.stdout + done.stderr, done)
    done = person.run("acme", "add", "--name", "a", "--dry-run")
    check("--dry-run shows the request and sends nothing", len(remote.seen) == 1 and "POST " in done.stdout and '{"name":"a"}' in done.stdout, done)
    check("and no secret", TOKEN not in done.stdout + done.stderr and PIN not in done.stdout + done.stderr, done)
    with open("/dev/full", "w") as full:
        done = subprocess.run([CHITTY, "acme", "add", "--name", "a"], env=person.env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    check("what could not be shown was done, and is not done again", done.returncode == 3 and "has done its work" in done.stderr and "chitty acme list" in done.stderr, done)
with acme({"/files/a": answer(200, "bytes", "text/plain")}) as (remote, person):
    file = pathlib.Path(person.home) / "a.zip"
    done = person.run("acme", "get", "a", "--to", str(file), "--dry-run")
    check("a dry run writes no file", done.returncode == 0 and done.stdout == f"Would write {file}\n" and not file.exists(), done)
with acme({"/things": answer(201, "{}")}) as (remote, person):
    done = person.run("acme", "add", "--name", "a")
    check("a reply without what was promised", done.returncode == 1 and "has no id in it" in done.stderr and "It is there now" not in done.stderr, done)

# --- what a handler is given ---
with acme({"/told": answer(200, "{}")}) as (remote, person):
    done = person.run("acme", "tell", "--code", "env:ACME_PIN", "--kept", "env:ACME_PIN", "--part", "2", "--part", "10", "--trace")
    sent = json.loads(remote.seen[0]["body"]) if remote.seen else {}
    check("a secret argument is what its reference names", sent.get("code") == PIN, done)
    check("it is never shown", PIN not in done.stdout + done.stderr, done)
    check("one that is to stay a reference does", sent.get("kept") == "env:ACME_PIN", sent)
    check("repeated integers are integers", sent.get("parts") == [2, 10], sent)
    check("a setting that is not set is as the schema says", sent.get("level") == "low", sent)
    done = person.run("acme", "tell", "--code", "env:NOTHING_THERE")
    check("a reference to nothing is told, and nothing is sent", done.returncode == 3 and "NOTHING_THERE" in done.stderr and len(remote.seen) == 1, done)

# --- authentication ---
for kind, seen in {
    "header": lambda r: r["headers"].get("x-auth") == f"Key {TOKEN}",
    "query": lambda r: r["target"].endswith(f"&key={TOKEN}") or r["target"].endswith(f"?key={TOKEN}"),
    "basic": lambda r: r["headers"].get("authorization") == "Basic " + base64.b64encode(f"me:{TOKEN}".encode()).decode(),
}.items():
    with acme({"/things": pages}, kind) as (remote, person):
        done = person.run("acme", "list", "--trace")
        check(f"authentication by {kind}", done.returncode == 0 and all(seen(r) for r in remote.seen), (done, remote.seen))
        secret = [TOKEN, base64.b64encode(f"me:{TOKEN}".encode()).decode()]
        done.stdout += person.run("acme", "add", "--name", "a", "--dry-run").stdout
        check(f"and no secret of it is shown ({kind})", not any(s in done.stdout + done.stderr for s in secret), done)
        remote.answers["/things"] = answer(403, '{"message": "no"}')
        done = person.run("acme", "list")
        check(f"nor in an error ({kind})", done.returncode == 4 and not any(s in done.stdout + done.stderr for s in secret), done)

granted = []


def token(request):
    granted.append(request)
    return answer(200, json.dumps({"access_token": f"at_canary_{len(granted)}xyz", "expires_in": 3600, "token_type": "Bearer"}))


def kept(person):
    return sorted(str(f) for f in pathlib.Path(person.home).rglob("*client-token*"))


with acme({"/things": pages, "/oauth/token": token}, "client") as (remote, person):
    done = person.run("acme", "list", "--dry-run")
    check("a dry run that only reads reads, and keeps no token", done.returncode == 0 and done.stdout.startswith("1\t") and not kept(person), (done, kept(person)))
    granted.clear()
    del remote.seen[:]
    done = person.run("acme", "add", "--name", "a", "--dry-run")
    check("one that would change something exchanges nothing", done.returncode == 0 and not granted and remote.seen == [], done)
with acme({"/things": pages, "/oauth/token": token}, "client") as (remote, person):
    done = person.run("acme", "list", "--trace")
    check("a client's credentials become a token", done.returncode == 0 and remote.seen[1]["headers"]["authorization"] == "Bearer at_canary_1xyz", (done, remote.seen))
    check("asked for as RFC 6749 says", granted[0]["headers"]["authorization"] == "Basic " + base64.b64encode(f"me:{TOKEN}".encode()).decode() and granted[0]["body"] == b"grant_type=client_credentials&scope=things%3Aread", granted)
    done2 = person.run("acme", "list")
    check("once, and kept for the next run", len(granted) == 1 and done2.returncode == 0, (granted, done2))
    check("it is never shown", "at_canary" not in done.stdout + done.stderr + done2.stdout + done2.stderr, done)
    kept = [p for p in pathlib.Path(person.home).rglob("*") if p.is_file() and b"at_canary_1xyz" in p.read_bytes()]
    check("and kept where only the owner reads", all(p.stat().st_mode & 0o077 == 0 for p in kept), kept)
    remote.answers["/things"] = lambda r: pages(r) if "at_canary_2xyz" in r["headers"]["authorization"] else answer(401, "{}")
    done = person.run("acme", "list")
    check("one that was revoked is replaced", done.returncode == 0 and len(granted) == 2, (done, granted))
    before = len(granted)
    remote.answers["/things"] = answer(401, "{}")
    done = person.run("acme", "list")
    check("and no more than once", done.returncode == 4 and len(granted) == before + 1, (done, granted))

# --- files ---
with acme({"/files/a": answer(200, b"PK\x03\x04 bytes", "application/zip")}) as (remote, person):
    done = person.run("acme", "get", "a", "--to", "a.zip")
    check("a reply becomes a file", (pathlib.Path(person.home) / "a.zip").read_bytes() == b"PK\x03\x04 bytes", done)
with acme({"/files/a": answer(200, b"PK", "application/zip", length=5000)}) as (remote, person):
    done = person.run("acme", "get", "a", "--to", "a.zip")
    left = sorted(p.name for p in pathlib.Path(person.home).iterdir() if "zip" in p.name or "part" in p.name)
    check("one that is cut short leaves nothing half written", done.returncode == 7 and left == [], (done, left))
with acme({}) as (remote, person):
    done = person.run("acme", "get", "..", "--to", "x")
    check("a path value never names another resource", done.returncode == 2 and remote.seen == [], done)

# --- streams ---
class Trickle(FakeRemote):
    def _one(self, connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: {\"n\": 1}\n\n")
        self.shown.wait(20)
        connection.sendall(b"data: {\"n\": 2}\n\ndata: {\"n\"")
        connection.close()


remote = Trickle({})
remote.shown = threading.Event()
with remote, tempfile.TemporaryDirectory() as home:
    person = Person(home, remote.url)
    process = subprocess.Popen([CHITTY, "acme", "follow"], env=person.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = process.stdout.readline()
    remote.shown.set()
    rest, said = process.communicate(timeout=30)
    check("an event is shown while the stream goes on", first == "1\n" and rest == "2\n", (first, rest))
    check("one that is cut in the middle of a line is told", process.returncode == 1 and "cut off in the middle" in said, said)

# --- long work ---
states = iter(["queued", "building", "done"])
with acme({"/builds": answer(202, '{"state": "queued"}', headers=["Location: /builds/1"]), "/builds/1": lambda r: answer(200, json.dumps({"state": next(states), "id": 1}))}) as (remote, person):
    done = person.run("acme", "build", "--jq", ".state")
    check("long work is waited for", done.stdout == "done\n" and len(remote.seen) == 4, (done, remote.seen))
    check("--no-wait does not", person.run("acme", "build", "--no-wait", "--jq", ".state").stdout == "queued\n")
    check("and is in the help", "--no-wait" in person.run("acme", "build", "--help").stdout)
with acme({"/builds": answer(202, '{"state": "queued"}')}) as (remote, person):
    done = person.run("acme", "build")
    check("a 202 without a place to ask", done.returncode == 1 and "does not say where to ask" in done.stderr, done)
with acme({"/builds": answer(202, '{"state": "queued"}', headers=["Location: /builds/1"]), "/builds/1": answer(200, '{"state": "queued"}')}) as (remote, person):
    done = person.run("acme", "build", "--timeout", "300ms")
    check("--timeout ends the waiting", done.returncode == 7 and "timed out after" in done.stderr, done)

# --- chitty api ---
with acme({"/things": pages, "/echo": lambda r: answer(200, json.dumps({"method": r["method"], "target": r["target"], "body": r["body"].decode()})), "/text": answer(200, "plain\n", "text/plain")}) as (remote, person):
    api = lambda *words: person.run("api", *words, "--remote", "acme")
    done = api("/echo", "--jq", ".method")
    check("api: GET unless said, with the remote's credential", done.stdout == "GET\n" and remote.seen[-1]["headers"]["authorization"] == f"Bearer {TOKEN}", done)
    api("PUT", "/echo", "-F", "n=2", "-F", "on=true", "-f", "s=3", "--header", "X-More: 1")
    check("api: fields are a JSON body", json.loads(remote.seen[-1]["body"]) == {"n": 2, "on": True, "s": "3"} and remote.seen[-1]["headers"]["x-more"] == "1", remote.seen[-1])
    api("/echo", "--body", "{\"a\": 1}")
    check("api: a body makes it a POST", remote.seen[-1]["method"] == "POST" and remote.seen[-1]["body"] == b'{"a": 1}', remote.seen[-1])
    check("api: text is text", api("/text").stdout == "plain\n")
    check("api: all pages", api("/things", "--paginate", "--records", "/things", "--jq", ".id").stdout in ("1\n2\n", "1\n2\n3\n"))
    count = len(remote.seen)
    done = api("POST", "/echo", "-F", "a=1", "--dry-run")
    check("api: --dry-run sends nothing and shows no secret", len(remote.seen) == count and "POST" in done.stdout and TOKEN not in done.stdout, done)
    for target in (".evil.example/x", "http://evil.example/x", "//evil.example/x", "@evil.example/x"):
        done = api(target)
        check(f"api: {target} is refused", done.returncode == 2 and len(remote.seen) == count, done)
    done = person.run("api", "/echo")
    check("api: without a remote", done.returncode == 2 and "--remote" in done.stderr, done)
    done = person.run("api", "/echo", "--remote", "nobody")
    check("api: a remote that is none", done.returncode == 3, done)

# --- every plugin's every request ---
with acme({"*": answer(200, "{}")}, "glue") as (remote, person):
    subprocess.run([CHITTY, "config", "set", "chittyos.services.glue.baseUrl", remote.url], env=person.env, check=True, capture_output=True)
    done = person.run("glue", "send")
    check("a target that is glued to the authority is refused, whoever asks", done.returncode == 8 and "which is not a path" in done.stderr and remote.seen == [], done)

sys.exit(f"{len(failures)} failed: {failures}" if failures else 0)
