#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyconnect
"""GitHub's webhooks: forged, replayed, out of order, and a worker that is killed between the acknowledgement and the work; then the same
repository read by its interface, again and by an app.

webhooks.py BUILD
"""
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import urllib.parse

here = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(here.parents[3] / "tests/support"), str(here.parents[1] / "testing")]
import platforms
from local import children, local, within

SECRET = "a secret of sixteen and more"


def send(chitty, url, body, delivery, event="issues", signature=None, **headers):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = signature if signature is not None else "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    target = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=20)
    connection.request("POST", f"{target.path}?{target.query}", body,
                       {"Content-Type": "application/json", "X-GitHub-Event": event, "X-GitHub-Delivery": delivery, "X-Hub-Signature-256": signature, **headers})
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read() or b"{}")


def about(number, updated, title="A", state="open", action="edited", kind="issue"):
    return {"action": action, kind: platforms.item(number, updated, title, state), "repository": {"full_name": "octocat/chittyos"}, "sender": {"login": "octocat"}}


def items(chitty):
    return {(row["kind"], row["number"]): (row["title"], row["state"]) for row in chitty.json("connect", "github", "items")}


def done(chitty, delivery):
    def look():
        rows = chitty.stored().rows("SELECT state FROM connect_deliveries WHERE id = ?", delivery)
        if not rows or rows[0]["state"] == "received":
            raise OSError("not yet")
        return rows[0]["state"]

    return within(30, look)


def forged(chitty, url):
    body = about(1, "2026-11-01T00:00:00Z")
    right = hmac.new(SECRET.encode(), json.dumps(body).encode(), hashlib.sha256).hexdigest()
    for signature in ("", "sha256=", "sha256=" + "0" * 64, "sha1=" + right[:40], right, "sha256=" + right.upper(), "sha256=" + right[:-1]):
        assert send(chitty, url, body, "forged", signature=signature)[0] == 401, signature
    assert send(chitty, url.replace("hook_", "hook_x"), body, "forged")[0] == 401
    for delivery in ("", "a b", "x" * 200):
        assert send(chitty, url, body, delivery)[0] == 400, delivery
    assert send(chitty, url, b"\xff\xfe", "bytes")[0] == 400
    assert not chitty.stored().rows("SELECT id FROM connect_deliveries"), "something forged was kept"
    print("forged: refused, and nothing of it is kept")


def replayed(chitty, url):
    body = about(1, "2026-11-01T00:00:00Z", "First")
    first = send(chitty, url, body, "d-1")
    assert (first[0], first[1]["duplicate"]) == (202, False)
    again, other_id = send(chitty, url, body, "d-1"), send(chitty, url, body, "d-2")
    assert (again[0], again[1]["duplicate"], other_id[0], other_id[1]["duplicate"]) == (202, True, 202, True)
    rows = chitty.stored().rows("SELECT id, arrivals FROM connect_deliveries")
    assert [row["id"] for row in rows] == ["d-1"] and rows[0]["arrivals"] == 3, [dict(row) for row in rows]
    print("replayed: by its id, and by its body under another id: once")


def out_of_order(chitty, url):
    for n, (updated, title, state) in enumerate([("2026-11-05T00:00:00Z", "Newest", "closed"), ("2026-11-03T00:00:00Z", "Older", "open"), ("2026-11-04T00:00:00+02:00", "Old", "open")]):
        assert send(chitty, url, about(2, updated, title, state), f"o-{n}")[0] == 202
        done(chitty, f"o-{n}")
    assert items(chitty)["issue", 2] == ("Newest", "closed")
    assert send(chitty, url, {"zen": "x"}, "p-1", "ping")[0] == 202 and done(chitty, "p-1") == "done"
    assert send(chitty, url, b"[1]", "b-1", "push")[0] == 202 and done(chitty, "b-1") == "failed"
    print("out of order: the newest stays; a body that is no object is told as failed")


def killed(chitty, url):
    """Each delivery that was acknowledged is worked at, whenever the worker dies."""
    sent = []
    for round_ in range(5):
        for n in range(20):
            delivery = f"k-{round_}-{n}"
            try:
                if send(chitty, url, about(1000 + 20 * round_ + n, "2026-11-06T00:00:00Z", delivery), delivery)[0] == 202:
                    sent.append(delivery)
            except (OSError, http.client.HTTPException, ValueError):
                pass  # never acknowledged
            if n == 10:
                supervisor = json.loads(next(pathlib.Path(chitty.home).rglob("chittyd.pid")).read_text())["pid"]
                for worker in children(supervisor):
                    os.kill(worker, signal.SIGKILL)
        within(30, lambda: urllib_ok(chitty))
    assert len(sent) >= 50
    assert all(done(chitty, delivery) == "done" for delivery in sent)
    kept = {title for title, _ in items(chitty).values()}
    assert set(sent) <= kept, set(sent) - kept
    print(f"killed five times: {len(sent)} acknowledged, each of them worked at")


def urllib_ok(chitty):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=5)
    connection.request("GET", "/chittyconnect/health")
    if connection.getresponse().status != 200:
        raise OSError("not up")


def synced(chitty):
    fake = platforms.GitHub("seed-github-token", [platforms.item(n, f"2026-10-{1 + n % 28:02}T00:00:{n // 28:02}Z", f"Item {n}", pull=n % 3 == 0) for n in range(1, 251)])
    with fake.remote as remote:
        chitty.json("connect", "integration", "add", "github", "--url", remote.url, "--token", "seed-github-token")
        first = chitty.json("connect", "github", "sync", "--repo", "chittyos")
        # 1 and 2 are here already, and newer: their deliveries have brought them.
        assert (first["repository"], first["issues"] + first["pulls"], first["changed"]) == ("octocat/chittyos", 250, 248), first
        second = chitty.json("connect", "github", "sync", "--repo", "octocat/chittyos")
        assert second["changed"] == 0 and second["issues"] + second["pulls"] <= 20, second
        before = len(remote.seen)
        third = chitty.json("connect", "github", "sync", "--repo", "octocat/chittyos")
        assert third["issues"] + third["pulls"] == 0 and "if-none-match" in remote.seen[before]["headers"], third
        fake.items.append(platforms.item(7, "2026-11-20T00:00:00Z", "Item 7 anew", state="closed"))
        fourth = chitty.json("connect", "github", "sync", "--repo", "octocat/chittyos")
        assert fourth["changed"] == 1, fourth
        assert items(chitty)["issue", 7] == ("Item 7 anew", "closed")
        missing = chitty.run("connect", "github", "sync", "--repo", "octocat/nowhere")
        assert missing.returncode == 5 and "Not Found" in missing.stderr, missing.stderr
    print("read by pages: all of it, then what changed, then nothing (304), then one; an unknown repository is not found")


def by_app(chitty):
    """An app's key: the token that GitHub is shown is checked by OpenSSL, not by us."""
    folder = pathlib.Path(chitty.home)
    key, public = folder / "app.pem", folder / "app.pub"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, capture_output=True)
    subprocess.run(["openssl", "rsa", "-in", key, "-pubout", "-out", public], check=True, capture_output=True)

    def check(jwt):
        import base64
        head, claims, signature = jwt.split(".")
        decode = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        (folder / "signed").write_text(f"{head}.{claims}")
        (folder / "signature").write_bytes(decode(signature))
        said = json.loads(decode(claims))
        verified = subprocess.run(["openssl", "dgst", "-sha256", "-verify", public, "-signature", folder / "signature", folder / "signed"], capture_output=True)
        return verified.returncode == 0 and json.loads(decode(head))["alg"] == "RS256" and said["iss"] == "12345" and said["exp"] - said["iat"] <= 600

    fake = platforms.GitHub("nobody's", [platforms.item(1, "2026-10-01T00:00:00Z", "By the app")])
    fake.check_jwt = check
    chitty.run("connect", "integration", "remove", "github", "--yes")
    with fake.remote as remote:
        chitty.json("connect", "integration", "add", "github", "--url", remote.url, "--app", "12345", "--installation", "7", "--key", str(key))
        for _ in range(2):
            chitty.json("connect", "github", "sync", "--repo", "octocat/chittyos")
        exchanges = [one for one in remote.seen if one["target"].endswith("access_tokens")]
        assert len(exchanges) == 1, "the installation's token is kept until it ends"
        assert remote.seen[-1]["headers"]["authorization"] == "Bearer ghs_installation"
    print("by an app: RS256 that OpenSSL verifies, exchanged once")


def main():
    with local(pathlib.Path(sys.argv[1]).resolve()) as chitty:
        for words in (("config", "set", "chittyos.reach", '["127.0.0.1"]'), ("os", "down"), ("os", "up")):
            assert chitty.run(*words).returncode == 0
        pinged = chitty.json("connect", "github", "webhook", "test")
        assert (pinged["event"], pinged["state"]) == ("ping", "done")
        assert chitty.run("connect", "github", "webhook", "remove", "--yes").returncode == 0
        url = chitty.json("connect", "github", "webhook", "add", "--secret", SECRET)["url"]
        for part in (forged, replayed, out_of_order, killed):
            part(chitty, url)
        synced(chitty)
        by_app(chitty)


if __name__ == "__main__":
    main()
