#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyconnect
"""Integrations and proxies against platforms as their public descriptions have them: what they are sent, what is shown of what they say, and
that a credential is in none of it, nor in the store in the clear.

integrations.py BUILD
"""
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(here.parents[3] / "tests/support"), str(here.parents[1] / "testing")]
import platforms
from fake_remote import HANG, FakeRemote, answer
from local import local

CANARY = "canary-credential-4711"


def refused(chitty, code, words, *line, **options):
    done = chitty.run(*line, **options)
    assert (done.returncode, words in done.stderr) == (code, True), (line, done.returncode, done.stderr)
    assert CANARY not in done.stdout + done.stderr, line


def outside_is_closed(chitty, url):
    """Without the operator's leave no address of this machine is reached, whatever it is called."""
    chitty.json("connect", "integration", "add", "inside", "--url", url, "--token", CANARY)
    refused(chitty, 7, "inside is down", "connect", "integration", "test", "inside")
    chitty.run("connect", "integration", "remove", "inside", "--yes")


def opened(chitty):
    for words in (("config", "set", "chittyos.reach", '["127.0.0.1"]'), ("os", "down"), ("os", "up")):
        done = chitty.run(*words)
        assert done.returncode == 0, done.stderr


def notion(chitty):
    with platforms.notion(CANARY) as remote:
        added = chitty.json("connect", "integration", "add", "notion", "--url", remote.url, "--token", CANARY)
        assert added["slug"] == "notion" and CANARY not in json.dumps(added)
        refused(chitty, 6, "already exists", "connect", "integration", "add", "notion", "--url", remote.url, "--token", CANARY)
        assert chitty.json("connect", "integration", "test", "notion")["status"] == "healthy"
        assert [one["id"] for one in chitty.json("connect", "proxy", "notion", "list-databases")] == ["db-1", "db-2", "db-3"]
        assert len(chitty.json("connect", "proxy", "notion", "list-databases", "--limit", "2")) == 2
        assert chitty.json("connect", "proxy", "notion", "GET", "/v1/users/me")["type"] == "bot"
        refused(chitty, 5, "Could not find it", "connect", "proxy", "notion", "GET", "/v1/nowhere")
        assert all(one["headers"]["notion-version"] == "2022-06-28" and "user-agent" in one["headers"] for one in remote.seen)
        assert not any(CANARY in one["target"] for one in remote.seen)
    stored = chitty.stored()
    rows = stored.rows("SELECT * FROM connect_integrations") + stored.rows("SELECT * FROM connect_credentials")
    assert CANARY not in json.dumps([list(row) for row in rows]), "a credential is in the store in the clear"
    print("notion: databases over two pages, the version of its interface, a refusal in its words; the credential is sealed")


def wrong_credential(chitty):
    with platforms.google("another") as remote:
        chitty.json("connect", "integration", "add", "gcal", "--url", remote.url, "--token", CANARY)
        refused(chitty, 1, "google-calendar is degraded: Invalid Credentials", "connect", "integration", "test", "gcal")
        refused(chitty, 4, "Invalid Credentials", "connect", "proxy", "gcal", "events")
    refused(chitty, 7, "google-calendar is down", "connect", "integration", "test", "gcal")
    print("google-calendar: a wrong credential is degraded, nobody there is down")


def chat(chitty):
    with platforms.openai(CANARY, ["Gr", "üße\x1b[31m", " \u4e16"]) as remote:
        chitty.json("connect", "integration", "add", "openai", "--url", remote.url, "--token", CANARY)
        done = chitty.run("connect", "proxy", "openai", "chat", "Hello", "--model", "m1", "--system", "Be short")
        assert (done.returncode, done.stdout) == (0, "Grüße[31m 世\n"), done
        sent = json.loads(remote.seen[-1]["body"])
        assert sent["model"] == "m1" and [one["role"] for one in sent["messages"]] == ["system", "user"]
        event = 'data: {"choices":[{"delta":{"content":"Hal"}}]}\n\n'
        remote.answers["/v1/chat/completions"] = answer(200, event, "text/event-stream")
        refused(chitty, 7, "cut off", "connect", "proxy", "openai", "chat", "Hello")
        remote.answers["/v1/chat/completions"] = answer(200, event + 'data: {"error":{"message":"overloaded"}}\n\n', "text/event-stream")
        refused(chitty, 1, "overloaded", "connect", "proxy", "openai", "chat", "Hello")
        remote.answers["/v1/chat/completions"] = answer(429, '{"error":{"message":"You exceeded your current quota"}}')
        refused(chitty, 1, "You exceeded your current quota", "connect", "proxy", "openai", "chat", "Hello")
    print("openai: an answer as it comes, without what a terminal obeys; cut off, an error inside, a refusal are told apart")


def described(chitty):
    document = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
                "paths": {"/pets/{id}": {"get": {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}], "responses": {"200": {"description": "One"}}}}}}
    path = pathlib.Path(chitty.home, "pets.json")
    path.write_text(json.dumps(document))
    with FakeRemote({"/pets/7": answer(200, '{"name":"Rex"}')}) as remote:
        chitty.json("connect", "integration", "add", "pets", "--openapi", str(path), "--url", remote.url, "--token", CANARY)
        assert chitty.json("connect", "proxy", "pets", "GET", "/pets/7") == {"name": "Rex"}
        assert remote.seen[0]["headers"]["x-key"] == CANARY and "authorization" not in remote.seen[0]["headers"]
        refused(chitty, 1, "has no DELETE /pets/7", "connect", "proxy", "pets", "DELETE", "/pets/7", "--yes")
        assert len(remote.seen) == 1
    print("by its description: only what it has, with the key where it says")


def refusals(chitty):
    refused(chitty, 1, "is not known here", "connect", "integration", "add", "nobody-knows", "--token", CANARY)
    refused(chitty, 1, "plain HTTP", "connect", "integration", "add", "plain", "--url", "http://api.example.com", "--token", CANARY)
    refused(chitty, 1, "without credentials", "connect", "integration", "add", "mixed", "--url", "https://a:b@api.example.com", "--token", CANARY)
    refused(chitty, 5, "there is no integration linear", "connect", "integration", "test", "linear")
    refused(chitty, 1, "must begin with /", "connect", "proxy", "notion", "GET", "v1/users")
    refused(chitty, 1, "must begin with /", "connect", "proxy", "notion", "GET", "/v1/../../admin")
    print("refusals: an unknown platform, plain HTTP, a path that climbs")


def too_much(chitty):
    with FakeRemote({"/big": answer(200, b"x" * (9 << 20), "text/plain"), "/slow": HANG}) as remote:
        chitty.json("connect", "integration", "add", "odd", "--url", remote.url)
        assert chitty.run("connect", "proxy", "odd", "GET", "/big").returncode in (1, 7)
    print("more than 8 MiB: refused")


def nothing_tells(chitty):
    """The credential is nowhere but sealed: not in the log, the events, the lists."""
    shown = chitty.run("connect", "integrations", "list", "-o", "json").stdout
    assert CANARY not in shown
    events = chitty.stored().rows("SELECT data FROM events_outbox")
    assert CANARY not in json.dumps([list(row.values()) for row in events])
    for log in pathlib.Path(chitty.home).rglob("*.log"):
        assert CANARY not in log.read_text(errors="replace"), log


def main():
    with local(pathlib.Path(sys.argv[1]).resolve()) as chitty:
        with platforms.notion(CANARY) as remote:
            outside_is_closed(chitty, remote.url)
            assert not remote.seen
        opened(chitty)
        for part in (notion, wrong_credential, chat, described, refusals, too_much, nothing_tells):
            part(chitty)


if __name__ == "__main__":
    main()
