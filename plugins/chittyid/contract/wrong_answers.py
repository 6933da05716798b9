#!/usr/bin/env python3
# ctest: on sqlite, needs os
"""What a person reads when a remote goes wrong: each case one sentence, a hint, the right exit code, and no token anywhere.

wrong_answers.py BUILD
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from fake_remote import HANG, FakeRemote, answer
from local import environment, free_port

chitty = pathlib.Path(sys.argv[1]).resolve() / "bin/chitty"
TOKEN = "ca_canary_2f7b1c9e5d3a"
MINT = ["id", "mint", "--entity", "PERSON"]
LIST = ["id", "list", "--mine"]
failures = []


def check(name, fact, detail):
    if not fact:
        failures.append(name)
        print(f"FAILED {name}: {detail}")


def run(name, words, url, code, *phrases, extra_env=None, timeout=30, avoid=()):
    with tempfile.TemporaryDirectory() as home:
        env = environment(home) | {"CHITTY_ID_TOKEN": TOKEN} | (extra_env or {})
        subprocess.run([chitty, "config", "set", "chittyos.services.chittyid.baseUrl", url], env=env, check=True, capture_output=True)
        done = subprocess.run([chitty, *words], env=env, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
    everything = done.stdout + done.stderr
    check(name, done.returncode == code, f"exit {done.returncode}, wanted {code}; stderr: {done.stderr}")
    for phrase in phrases:
        check(name, phrase in done.stderr, f"stderr does not say {phrase!r}: {done.stderr}")
    for phrase in (TOKEN, *avoid):
        check(name, phrase not in everything, f"output shows {phrase!r}: {everything}")
    check(name, done.stderr.startswith("error: ") or code == 0, f"stderr: {done.stderr}")
    check(name, not done.stdout or code == 0, f"stdout is not empty: {done.stdout}")
    return done


def served(name, reply, words, code, *phrases, **options):
    with FakeRemote({"*": reply}) as remote:
        run(name, words, remote.url, code, *phrases, **options)
        return remote.seen


def error_json(status, text, **more):
    return answer(status, json.dumps({"success": False, "error": "CODE", "message": text, **more}))


served("401 with JSON", error_json(401, "The token is not known."), MINT, 4, "the token is not known", "hint: ")
served("403 with the missing scope", answer(403, '{"error":"insufficient_scope","message":"Not allowed."}', headers=['WWW-Authenticate: Bearer error="insufficient_scope", scope="chittyid:generate"']), MINT, 4, "chittyid:generate")
served("404 with JSON", error_json(404, "No such identity."), LIST, 5, "no such identity")
served("409 with JSON", error_json(409, "It exists already."), MINT, 6, "it exists already")
seen = served("429 with Retry-After", answer(429, '{"error":"Rate limit exceeded"}', headers=["Retry-After: 7"]), MINT, 1, "rate limit exceeded", "7 s")
check("429 is not asked again", len(seen) == 1, seen)
served("500 with JSON", error_json(500, "The database is away."), MINT, 1, "The database is away")
served("500 with HTML", answer(500, "<html><head><title>Oh no</title></head><body>" + "x" * 5000 + "</body></html>", "text/html"), MINT, 1, "500", avoid=("<html>", "xxxxx"))
served("500 with nothing", answer(500, b"", None), MINT, 1, "500")
served("a failure that says 200", answer(200, '{"success":false,"error":"mint back end is away"}'), MINT, 1, "mint back end is away")
served("wrong content type", answer(200, "<html>hello</html>", "text/html"), MINT, 1, "not JSON", avoid=("<html>",))
served("truncated body", answer(200, '{"success":', length=500), MINT, 7, "cut off")
served("garbage", b"hello, this is not HTTP\r\n\r\n", MINT, 1)
served("closed without a word", None, MINT, 7)
served("timeout", HANG, [*MINT, "--timeout", "1s"], 7, "--timeout")
run("refused connection", MINT, f"http://127.0.0.1:{free_port()}", 7, "127.0.0.1")
run("no such host", MINT, "https://chitty-no-such-host.invalid", 7, "chitty-no-such-host.invalid")

# A redirect to another host is followed for a read, without the token.
with FakeRemote({"*": answer(200, '{"identities":[]}')}) as other, FakeRemote({"*": answer(302, headers=[f"Location: http://localhost:{other.port}/elsewhere"])}) as first:
    run("redirect to another host", LIST, first.url, 0)
    check("redirect: the first had the token", first.seen[0]["headers"].get("authorization") == f"Bearer {TOKEN}", first.seen)
    check("redirect: the other had none", other.seen and "authorization" not in other.seen[0]["headers"], other.seen)

# Retries only where the effect allows; then the fallback, when the first cannot be reached at all.
count = {"n": 0}


def flaky(_):
    count["n"] += 1
    return answer(503, '{"error":"busy"}') if count["n"] < 3 else answer(200, '{"identities":[]}')


served("a read is asked again after 503", flaky, LIST, 0)
check("asked three times", count["n"] == 3, count)
seen = served("a create is not", error_json(503, "busy"), MINT, 7, "busy")
check("asked once", len(seen) == 1, len(seen))
check("with an idempotency key", len(seen[0]["headers"].get("idempotency-key", "")) >= 16, seen)

with tempfile.TemporaryDirectory() as home, FakeRemote({"*": answer(200, '{"success":true,"chittyId":"03-1-USA-4448-P-2609-0-88"}')}) as fallback:
    env = environment(home) | {"CHITTY_ID_TOKEN": TOKEN}
    for key, value in (("baseUrl", f"http://127.0.0.1:{free_port()}"), ("fallbackUrl", fallback.url)):
        subprocess.run([chitty, "config", "set", f"chittyos.services.chittyid.{key}", value], env=env, check=True, capture_output=True)
    done = subprocess.run([chitty, *MINT, "-o", "json"], env=env, capture_output=True, text=True)
    check("the fallback answers when the first is away", done.returncode == 0 and "4448" in done.stdout, done)
    done = subprocess.run([chitty, *MINT, "--dry-run"], env=env, capture_output=True, text=True)
    check("--dry-run shows and sends nothing", done.returncode == 0 and "POST" in done.stdout and len(fallback.seen) == 1, done)
    check("--dry-run shows no token", TOKEN not in done.stdout + done.stderr, done)
    done = subprocess.run([chitty, *MINT, "--trace"], env=env, capture_output=True, text=True)
    check("--trace shows the exchange", "POST" in done.stderr and "200" in done.stderr, done.stderr)
    check("--trace shows no token", TOKEN not in done.stdout + done.stderr, done.stderr)

# Ctrl-C ends a request that nobody answers, at once.
with tempfile.TemporaryDirectory() as home, FakeRemote({"*": HANG}) as remote:
    env = environment(home) | {"CHITTY_ID_TOKEN": TOKEN}
    subprocess.run([chitty, "config", "set", "chittyos.services.chittyid.baseUrl", remote.url], env=env, check=True, capture_output=True)
    process = subprocess.Popen([chitty, *MINT], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 10
    while not remote.seen and time.monotonic() < until:
        time.sleep(0.02)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    check("Ctrl-C", process.returncode == 130 and time.monotonic() - start < 1.5 and said, (process.returncode, said))

with tempfile.TemporaryDirectory() as home:
    env = environment(home)
    subprocess.run([chitty, "config", "set", "chittyos.services.chittyid.baseUrl", "http://127.0.0.1:9"], env=env, check=True, capture_output=True)
    done = subprocess.run([chitty, *MINT], env=env, capture_output=True, text=True)
    check("no token: refused before any request", done.returncode == 4 and "hint: " in done.stderr, done)
    done = subprocess.run([chitty, *MINT, "-o", "json"], env=env, capture_output=True, text=True)
    shown = json.loads(done.stderr or "{}").get("error", {})
    check("with -o json the error is an object", shown.get("code") == "unauthenticated" and done.returncode == 4, done)

print(f"{'FAILED: ' + ', '.join(sorted(set(failures))) if failures else 'all passed'}")
sys.exit(1 if failures else 0)
