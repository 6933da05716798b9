#!/usr/bin/env python3
# ctest: on sqlite
"""What commands of plugins may ask of chitty: credentials kept, a browser's visit, another command, cryptography. By a plugin
whose commands ask for one thing each (asks/), through the real program.

host_services.py BUILD
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from fake_remote import FakeRemote, answer
from local import environment, free_port

build = pathlib.Path(sys.argv[1]).resolve()
chitty = build / "bin/chitty"
CANARY = "canary-0b9f3d5e7a1c"
failures = []


def check(name, fact, detail=""):
    if not fact:
        failures.append(name)
        print(f"FAILED {name}: {detail}")


class Home:
    """A home with the plugin `asks`, and others of the zoo on demand."""

    def __init__(self, folder, *zoo, **more):
        plugins = [build / "tests/contract_plugins", *(build / "zoo" / one for one in zoo)]
        self.folder = pathlib.Path(folder)
        self.env = environment(folder) | {"CHITTY_PLUGIN_PATH": ":".join(map(str, plugins))} | more

    def start(self, *words, **more):
        return subprocess.Popen([chitty, *words], env=self.env | more, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *words, **more):
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=30)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def says(self, name, words, code, *phrases, **more):
        done = self.run(*words, **more)
        check(name, done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stderr}{done.stdout}")
        for phrase in phrases:
            check(name, phrase in done.stderr + done.stdout, f"lacks {phrase!r}: {done.stderr}{done.stdout}")
        check(name, CANARY not in done.stderr + done.stdout, "shows a secret")
        return done

    def config(self):
        file = self.folder / ".config/chitty/config.json"
        return json.loads(file.read_text()) if file.exists() else {}

    def secrets(self):
        folder = self.folder / ".local/share/chitty/secrets"
        return {f.name: f.read_text() for f in folder.glob("*")} if folder.exists() else {}


@contextlib.contextmanager
def home(*zoo, **more):
    with tempfile.TemporaryDirectory() as folder:
        yield Home(folder, *zoo, **more)


def credentials():
    with FakeRemote({"*": answer(200, "{}")}) as remote, home() as h:
        h.says("no remote yet", ["asks", "keep", CANARY], 3, "no remote of type asks is configured")
        h.run("remote", "add", "mine", "asks", "--base-url", remote.url)
        h.says("kept", ["asks", "keep", CANARY], 0)
        check("config refers", h.config()["remotes"]["mine"]["serviceToken"].startswith("file:"), h.config())
        check("secret's name", h.secrets() == {"local.remotes.mine.serviceToken": CANARY + "\n"}, h.secrets().keys())
        mode = (h.folder / ".local/share/chitty/secrets/local.remotes.mine.serviceToken").stat().st_mode & 0o777
        check("0600", mode == 0o600, oct(mode))
        h.says("sent", ["asks", "send", "/x"], 0)
        check("as a bearer", remote.seen[-1]["headers"].get("authorization") == f"Bearer {CANARY}", "the token was not sent")
        h.says("anonymous", ["asks", "send", "/x", "--anonymous"], 0)
        check("anonymous", "authorization" not in remote.seen[-1]["headers"], "the token was sent")
        done = h.says("resolved", ["asks", "secret", "--expected", CANARY, "-o", "json"], 0)
        check("resolved, and redacted", json.loads(done.stdout) == {"length": len(CANARY), "expected": True, "value": "***"}, done.stdout)
        h.says("another setting", ["asks", "keep", CANARY + "-2", "--setting", "clientSecret"], 0)
        check("beside it", set(h.secrets()) == {"local.remotes.mine.serviceToken", "local.remotes.mine.clientSecret"}, h.secrets().keys())
        h.says("no such secret yet", ["asks", "secret", "clientSecret", "--env", "staging"], 3)
        h.says("no secret at all", ["asks", "secret", "colour"], 2, "is not a secret")
        h.says("no such remote", ["asks", "secret", "--of", "stranger"], 3, "no remote named 'stranger' in environment local", "Add it: chitty remote add stranger ")
        h.run("config", "set", "remotes.theirs.type", "elsewhere")
        h.run("config", "set", "remotes.theirs.baseUrl", remote.url)
        h.says("somebody else's remote", ["asks", "secret", "--of", "theirs"], 8, "does not name under 'uses'")
        h.says("keep for somebody else", ["asks", "keep", CANARY, "--of", "theirs"], 8, "does not name under 'uses'")
        h.run("config", "set", "remotes.wall.type", "board")
        h.run("config", "set", "remotes.wall.baseUrl", remote.url)
        h.says("under uses, none yet", ["asks", "secret", "--of", "board"], 5, "no credential for 'wall'")
        h.says("under uses", ["asks", "keep", CANARY, "--of", "board"], 0)
        check("under its own setting", "boardToken" in h.config()["remotes"]["wall"], h.config())
        h.says("shared without an address", ["asks", "keep", CANARY, "--shared"], 3, "has no baseUrl")
        h.run("config", "set", "chittyos.baseUrl", remote.url)
        h.says("shared", ["asks", "keep", CANARY + "-all", "--shared"], 0)
        check("shared is the environment's", h.secrets().get("local.token") == CANARY + "-all\n", h.secrets().keys())
        before = h.config(), h.secrets()
        h.says("only shown", ["asks", "keep", CANARY + "-new", "--dry-run"], 0, "Would ")
        h.says("only shown", ["asks", "set", "chittyos.environment", "staging", "--dry-run"], 0, "Would ")
        check("dry run changes nothing", before == (h.config(), h.secrets()))
        variable = {"CHITTY_ASKS_TOKEN": "of-the-environment"}
        h.run("remote", "remove", "mine", "--yes")
        h.run("config", "set", "chittyos.services.asks.baseUrl", remote.url)
        h.says("a variable counts before it", ["asks", "keep", CANARY], 0, "warning: CHITTY_ASKS_TOKEN overrides", **variable)


def full_disk():
    """The secret fits, the configuration does not: the earlier credential is in force."""
    with FakeRemote({"*": answer(200, "{}")}) as remote, home() as h:
        h.run("config", "set", "chittyos.services.asks.baseUrl", remote.url)
        h.run("config", "set", "chittyos.services.asks.note", "x" * 9000)
        h.run("config", "set", "chittyos.services.asks.serviceToken", "env:EARLIER")
        before = h.config()
        limit = "trap '' XFSZ; ulimit -f 8; exec \"$0\" asks keep " + CANARY + "-later"  # blocks of 512 bytes
        done = subprocess.run(["sh", "-c", limit, chitty], env=h.env | {"EARLIER": "the-earlier-one"}, capture_output=True, text=True)
        check("full disk", done.returncode == 3 and "Free some space" in done.stderr, f"{done.returncode} {done.stderr}")
        check("full disk, configuration", h.config() == before, h.config())
        check("full disk, secrets", h.secrets() == {}, h.secrets().keys())
        h.says("full disk, earlier one sent", ["asks", "send", "/x"], 0, EARLIER="the-earlier-one")
        check("full disk, earlier one sent", remote.seen[-1]["headers"].get("authorization") == "Bearer the-earlier-one")


def get(url, host=None):
    address = re.match(r"http://(127\.0\.0\.1:(\d+))(/.*)", url)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", int(address[2]), timeout=10)) as connection:
        connection.request("GET", address[3], headers={"Host": host or address[1]})
        reply = connection.getresponse()
        return reply.status, dict(reply.headers), reply.read().decode()


def waiting_at(process):
    for line in process.stderr:
        if found := re.search(r"Waiting at (\S+)", line):
            return found[1]
    raise SystemExit("it does not wait")


def visits():
    with home() as h:
        process = h.start("asks", "visit", "-o", "json")
        url = waiting_at(process)
        check("loopback", re.fullmatch(r"http://127\.0\.0\.1:\d+/callback", url), url)
        check("favicon", get(url.replace("/callback", "/favicon.ico"))[0] == 404)
        check("a stranger's name", get(url + "?code=1", host="evil.example")[0] == 421)
        status, headers, page = get(url + "?code=a%20b&state=x")
        out, _ = process.communicate(timeout=10)
        check("visit", process.returncode == 0 and json.loads(out) == {"code": "a b", "state": "x"}, out)
        check("page", status == 200 and "Thank you &lt;b&gt;very&lt;/b&gt; much." in page, page)
        check("headers", headers["Cache-Control"] == "no-store" and headers["X-Frame-Options"] == "DENY" and "default-src 'none'" in headers["Content-Security-Policy"], headers)

        process = h.start("asks", "visit")
        status, _, page = get(waiting_at(process) + "?code=1&code=2")
        said = process.communicate(timeout=10)[1]
        check("twice", status == 400 and process.returncode == 1 and "'code' twice" in said, said)

        port = free_port()
        process = h.start("asks", "visit", "--port", str(port))
        url = waiting_at(process)
        check("the port that was asked for", f":{port}/" in url, url)
        h.says("taken", ["asks", "visit", "--port", str(port)], 6, "cannot listen on 127.0.0.1:")
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=10)[1]
        check("Ctrl-C", process.returncode == 130 and time.monotonic() - start < 1.5, said)
        h.says("deadline", ["asks", "visit", "--timeout", "200ms"], 7, "--timeout")
        h.says("no such port", ["asks", "visit", "--port", "70000"], 2, "invalid port 70000")


def browsers():
    with home() as h:
        browser = h.folder / "browser"
        browser.write_text('#!/bin/sh\ncurl -s "$1" > "$HOME/page"\nenv > "$HOME/environ"\n')
        browser.chmod(0o700)
        h.says("no display", ["asks", "open", "https://acme.example/"], 8, "cannot open a browser: there is no display", DISPLAY="", WAYLAND_DISPLAY="", WSL_DISTRO_NAME="")
        h.says("a remote shell", ["asks", "open", "https://acme.example/"], 8, "remote shell", SSH_CONNECTION="x", DISPLAY=":0")
        h.says("none", ["asks", "open", "https://acme.example/"], 8, "CHITTY_BROWSER is set to none", CHITTY_BROWSER="none")
        h.says("not a page", ["asks", "open", "file:///etc/passwd"], 2, "only http and https addresses", CHITTY_BROWSER=str(browser))
        done = h.says("there and back", ["asks", "visit", "--open", "-o", "json"], 0, CHITTY_BROWSER=str(browser), CHITTY_ASKS_TOKEN=CANARY)
        check("there and back", json.loads(done.stdout) == {"code": "by-the-browser"}, done.stdout)
        for _ in range(100):
            if (h.folder / "environ").exists() and (h.folder / "environ").stat().st_size:
                break
            time.sleep(0.05)
        check("no token goes to the browser", CANARY not in (h.folder / "environ").read_text())


def commands():
    run = lambda *words: ["asks", "run", json.dumps(words), "-o", "json"]
    with FakeRemote({"*": answer(200, "{}")}) as remote, home("good-c", "segfaults", "bad-record", "throws-inside", "loops") as h:
        done = h.says("another plugin's", run("zoo", "echo", "a", "b", "--count", "3"), 0)
        check("another plugin's", json.loads(done.stdout) == [{"words": ["a", "b"], "count": 3}], done.stdout)
        done = h.says("the host's own", run("version"), 0)
        check("the host's own", "version" in json.loads(done.stdout)[0], done.stdout)
        done = h.says("notes are the person's", run("asks", "say", "hello"), 0, "hello")
        check("notes are the person's", "hello" in done.stderr and json.loads(done.stdout) == [{"said": "hello"}], done.stdout)
        h.says("quietly", [*run("asks", "say", "hello"), "--quiet"], 0)
        done = h.says("seven within one", ["asks", "nest", "8", "-o", "json"], 0)
        check("eight within one", json.loads(done.stdout) == {"depth": 8}, done.stdout)
        h.says("nine within one", ["asks", "nest", "9"], 8, "cannot run another command")
        h.says("no such command", run("tracker", "sync"), 2, "'chitty asks run' needs 'chitty tracker', but no installed plugin provides it", "Install its plugin", "chitty remote add tracker TYPE")
        h.says("nearly one", run("zooo", "echo"), 2, "Did you mean")
        h.says("no such word under it", run("zoo", "ecko"), 2, "'chitty zoo' has no command 'ecko'")
        h.says("a wrong argument", run("zoo", "echo", "--count", "many"), 2, "--count")
        h.says("options of every command are the call's", run("zoo", "echo", "--env", "staging"), 2, "--env")
        h.says("a group", run("zoo"), 2, "a command group, not a command")
        h.says("no words", run(), 2)
        h.says("bytes", run("asks", "bytes"), 8, "writes bytes, not records")
        h.run("config", "set", "remotes.wall.type", "board")
        h.run("config", "set", "remotes.wall.baseUrl", remote.url)
        h.says("a remote without its plugin", run("wall", "open"), 3, "no plugin installed for remote 'wall' (type board)")
        for case, phrase in {"segfaults": "the plugin 'segfaults'", "bad-record": "The plugin 'bad-record' wrote a record", "throws-inside": "a fuse has blown"}.items():
            h.says(f"the fault of {case}", run(case, "echo"), 8, phrase)
        h.says("whoever loops is named", [*run("loops", "echo"), "--timeout", "300ms"], 7, "the plugin 'loops'")
        h.says("deadline", [*run("asks", "wait"), "--timeout", "300ms"], 7, "--timeout")

        h.run("remote", "add", "mine", "asks", "--base-url", remote.url)
        h.run("remote", "add", "other", "asks", "--base-url", remote.url + "/other")
        h.run("asks", "keep", CANARY, "--remote", "mine")
        h.run("asks", "keep", CANARY + "-other", "--remote", "other")
        h.says("a remote's name", [*run("other", "send", "/x"), "--remote", "mine"], 0)
        check("a remote's name", remote.seen[-1]["target"] == "/other/x" and remote.seen[-1]["headers"]["authorization"] == f"Bearer {CANARY}-other", remote.seen[-1]["target"])
        h.says("the call's remote", [*run("asks", "send", "/y"), "--remote", "other"], 0)
        check("the call's remote", remote.seen[-1]["target"] == "/other/y", [s["target"] for s in remote.seen])
        sent = len(remote.seen)
        h.says("dry run", [*run("asks", "send", "/z"), "--remote", "mine", "--dry-run"], 0, "POST", "/z")
        check("dry run sends nothing", len(remote.seen) == sent)
        done = h.says("deleting, in a script", [*run("asks", "delete"), "--yes"], 0)
        check("deleting", json.loads(done.stdout) == [{"deleted": True}], done.stdout)


def apart():
    """A command in a process of its own: what it says and how it ends comes back, and nothing else of it."""
    run = lambda words, *more: ["asks", "apart", json.dumps(words), "-o", "json", *more]

    def ended(done):
        return json.loads(done.stdout)[0]

    with FakeRemote({"*": answer(200, "{}")}) as remote, home("good-c", "segfaults") as h:
        done = h.says("apart", run(["asks", "nest", "2"]), 0)
        check("apart", ended(done) == {"ended": "exited", "exitCode": 0, "output": '{"depth":2}\n', "said": []}, done.stdout)
        done = h.says("a crash", run(["segfaults", "echo"]), 0)
        check("a crash is its exit code", ended(done)["exitCode"] == 8 and "the plugin 'segfaults'" in ended(done)["said"][0], done.stdout)
        done = h.says("no such command", run(["zooo", "echo"]), 0)
        check("no such command", ended(done)["exitCode"] == 2 and json.loads(ended(done)["said"][0])["error"]["exitCode"] == 2, done.stdout)
        done = h.says("too late", run(["asks", "wait"], "--time", "300"), 0)
        check("too late", ended(done)["ended"] == "time" and ended(done)["exitCode"] == 130, done.stdout)
        h.run("remote", "add", "mine", "asks", "--base-url", remote.url, "--token", "a-token-of-mine")
        done = h.says("consent is refused", run(["asks", "delete"]), 0)
        check("consent is refused", ended(done)["exitCode"] == 2 and "add --yes" in "".join(ended(done)["said"]), done.stdout)
        done = h.says("consent is not the call's", run(["asks", "delete"], "--yes"), 0)
        check("consent is not the call's", ended(done)["exitCode"] == 2, done.stdout)
        done = h.says("consent that was given", run(["asks", "delete", "--yes"]), 0)
        check("consent that was given", ended(done)["output"] == '{"deleted":true}\n', done.stdout)
        done = h.says("a dry run", run(["asks", "send", "/x"], "--rehearse"), 0)
        check("a dry run", ended(done)["exitCode"] == 0 and "POST" in ended(done)["output"] and not remote.seen, done.stdout)
        done = h.says("many at once", run(["asks", "nest", "1"], "--threads", "6"), 0)
        check("many at once", [one["output"] for one in json.loads(done.stdout)] == ['{"depth":1}\n'] * 6, done.stdout)
        words = ["asks", "nest", "1"]
        for _ in range(9):
            words = ["asks", "apart", json.dumps(words)]
        done = h.says("nine within one", [*words, "-o", "json"], 0)
        check("nine within one", "cannot run another command" in done.stdout, done.stdout)
        h.says("no words", run([]), 8, "does not say its words")
        done = h.says("installed", ["asks", "installed", "-o", "json"], 0)
        check("installed", {"asks", "zoo", "segfaults"} <= set(json.loads(done.stdout)["plugins"]) and json.loads(done.stdout)["builtin"] > 20, done.stdout)


def cryptography():
    with home() as h:
        for algorithm in ("EdDSA", "ES256"):
            done = h.says(algorithm, ["asks", "sign", "--algorithm", algorithm, "-o", "json"], 0)
            check(algorithm, json.loads(done.stdout) == {"fits": True, "other": False, "signature": 64, "digest": 32}, done.stdout)
        h.says("no such algorithm", ["asks", "sign", "--algorithm", "none"], 8, "unsupported algorithm 'none'")


def projects():
    """A project's chitty.json says where its services are; what the person types as a secret goes there only if their own file agrees."""
    with FakeRemote({"*": answer(200, "{}")}) as remote, home() as h:
        project = h.folder / "project"
        project.mkdir()
        (project / "chitty.json").write_text(json.dumps({"remotes": {"mine": {"type": "asks", "baseUrl": remote.url, "serviceToken": "theirs"}}}))
        send = ["sh", "-c", f"cd '{project}' && exec '{chitty}' asks send /x --remote mine \"$@\"", "sh"]

        def says(name, words, code, phrase=""):
            done = subprocess.run([*send, *words], env=h.env, capture_output=True, text=True, timeout=30)
            check(name, done.returncode == code and phrase in done.stderr and CANARY not in done.stderr, f"exit {done.returncode}: {done.stderr}")

        says("the project's own credential", [], 0)
        check("the project's own credential", remote.seen[-1]["headers"].get("authorization") == "Bearer theirs", remote.seen)
        sent = len(remote.seen)
        says("a secret typed", ["--password", CANARY], 3, f"would be sent to {remote.url}, an address that {project}/chitty.json names")
        check("a secret typed is not sent", len(remote.seen) == sent)
        h.run("config", "set", "remotes.mine.type", "asks")
        h.run("config", "set", "remotes.mine.baseUrl", remote.url)  # as the hint says
        says("the hint is followed", ["--password", CANARY], 0)
        check("then it is sent", CANARY in remote.seen[-1]["body"].decode(), remote.seen[-1])


for part in (credentials, full_disk, visits, browsers, commands, apart, cryptography, projects):
    part()
raise SystemExit(f"{len(failures)} failures" if failures else 0)
