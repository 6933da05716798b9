#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid chittyauth
"""Consent: what cannot be undone asks on a terminal, naming it; elsewhere it needs --yes; everything else never asks. Held for every
command of the host and of every plugin, as its manifest says its effect.

asks_first.py BUILD
"""
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment
from terminal import Terminal

build = pathlib.Path(sys.argv[1]).resolve()
source = pathlib.Path(__file__).resolve().parents[2]
chitty = str(build / "bin/chitty")


def commands():
    for file in [source / "core/builtin/host.json", *sorted((source / "plugins").glob("*/manifest.json"))]:
        yield from json.loads(file.read_text())["commands"]


def without_a_terminal(env, *words):
    return subprocess.run([chitty, *words], env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def every_example():
    """Where nobody can be asked, exactly the commands with the effect `delete`, or `confirm`, want --yes; and none of them where
    what it is about is not there: then that is told."""
    seen = 0
    with tempfile.TemporaryDirectory(prefix="chitty-consent-") as home:
        env = environment(home) | {"EDITOR": "false", "CHITTY_BROWSER": "none"}
        assert without_a_terminal(env, "config", "set", "chittyos.baseUrl", "http://127.0.0.1:1").returncode == 0
        assert without_a_terminal(env, "remote", "add", "tracker", "chittyid", "--base-url", "http://127.0.0.1:1").returncode == 0
        for command in commands():
            if command["effect"] == "read" or command["path"] in ("os up", "os init", "os down"):
                continue
            for example in command["examples"]:
                words = shlex.split(example["command"].split(" < ")[0].split(" > ")[0])[1:]
                must = command["effect"] == "delete" or "confirm" in command
                done = without_a_terminal(env, *words, "--timeout", "5s", "--env", "local" if must else "nowhere")
                wants = "add --yes" in done.stderr
                assert wants == must, (words, done)
                assert not wants or done.returncode == 2, done
                seen += wants
                if must and command.get("remote", True) or command["path"] == "remote remove":
                    done = without_a_terminal(env, *words, "--env", "nowhere")
                    assert "unknown environment 'nowhere'" in done.stderr and "--yes" not in done.stderr, (words, done)
                if must and command.get("remote", True):
                    done = without_a_terminal(env, *words, "--remote", "nowhere")
                    assert "no remote 'nowhere'" in done.stderr and "--yes" not in done.stderr, (words, done)
    assert seen >= 4, seen


def main():
    with tempfile.TemporaryDirectory(prefix="chitty-consent-") as home:
        env = environment(home)
        run = lambda *words: without_a_terminal(env, *words)
        names = lambda: [remote["name"] for remote in json.loads(run("remote", "list", "-o", "json").stdout)]
        assert run("remote", "add", "p", "chittyid", "--base-url", "http://127.0.0.1:1").returncode == 0
        assert run("remote", "remove", "p").returncode == 2 and "p" in names()

        # On a terminal it is named, and only a yes is one.
        for typed, code in (("n\n", 130), ("\n", 130), ("y\n", 0)):
            with Terminal([chitty, "remote", "remove", "p"], env) as person:
                person.sees("Remove the remote 'p' from ")
                person.sees("? It cannot be undone. [y/N]")
                person.types(typed)
                assert person.ends() == code, (typed, person.screen)
            assert ("p" in names()) == (code != 0)
        # Nobody is asked about what is not there.
        for name, words in (("nope", "no remote 'nope'"), ("chittyid", "comes with its plugin")):
            with Terminal([chitty, "remote", "remove", name], env) as person:
                code = person.ends()
                assert code in (5, 6) and words in person.screen and "[y/N]" not in person.screen, (code, person.screen)
        # A request of one's own that deletes is a delete, and nothing else is.
        env["TOKEN_OF_Q"] = "canary-0123456789"
        assert run("remote", "add", "q", "chittyid", "--base-url", "http://127.0.0.1:1", "--token", "env:TOKEN_OF_Q").returncode == 0
        done = run("api", "DELETE", "/x", "--remote", "q")
        assert done.returncode == 2 and "'chitty api DELETE /x' cannot be undone and needs confirmation" in done.stderr, done
        assert "no remote or plugin 'nope'" in run("api", "DELETE", "/x", "--remote", "nope").stderr
        assert run("api", "DELETE", "/x", "--remote", "q", "--yes").returncode == 7
        assert run("api", "POST", "/x", "--remote", "q").returncode == 7
        assert "DELETE http://127.0.0.1:1/x" in run("api", "DELETE", "/x", "--remote", "q", "--dry-run").stdout
        with Terminal([chitty, "api", "DELETE", "/x", "--remote", "q"], env) as person:
            person.sees("Send DELETE /x? It cannot be undone. [y/N]")
            person.types("n\n")
            assert person.ends() == 130, person.screen
        # With --yes nobody is asked, on a terminal neither; of many the first are named.
        assert run("remote", "add", "p", "chittyid", "--base-url", "http://127.0.0.1:1").returncode == 0
        with Terminal([chitty, "remote", "remove", "p", "--yes"], env) as person:
            assert person.ends() == 0 and "[y/N]" not in person.screen, person.screen
        assert run("config", "set", "chittyos.baseUrl", "http://127.0.0.1:1").returncode == 0
        # A revocation is one, also where its request is declared in the manifest.
        with Terminal([chitty, "auth", "token", "revoke", "tok_1"], env) as person:
            person.sees("Run 'auth token revoke tok_1'?")
            person.types("no\n")
            assert person.ends() == 130 and "nothing was done" in person.screen, person.screen


every_example()
main()
