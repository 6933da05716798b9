#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittychat
"""A conversation with the real thing: words come as they arrive, a second message waits its turn, Ctrl-C keeps what came, quotes stand in the
documents, and a person at the terminal has an editor.

talk.py BUILD
"""
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from case_server import CaseServer
from local import local
from model_server import ModelServer
from terminal import Terminal

LEASE = ["The tenant shall pay a rent of $900 on the first of each month.", "The hearing is set for 3 March at nine. Bring the lease."]


def configure(daemon, name, server, **more):
    done = daemon.run("config", "set", f"remotes.{name}", json.dumps({"type": "model", "baseUrl": server.url, "model": f"{name}-1", **more}))
    assert done.returncode == 0, done


def messages(daemon):
    return daemon.json("chat", "history")


def wait_until(true, what):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


with local(sys.argv[1]) as daemon:
    # Without a model, and without chittycases: both are said.
    done = daemon.run("chat", "send", "What's my case status?")
    assert done.returncode == 0 and done.stdout.startswith("No model is configured and no case is connected"), done
    cases = CaseServer({"id": "case-123", "title": "Acme v. Beta", "status": "discovery"}, {"lease.pdf": LEASE})
    assert daemon.run("config", "set", "chittyos.services.chittycases", json.dumps({"baseUrl": cases.url, "serviceToken": "cases-token"})).returncode == 0
    connected = daemon.json("chat", "connect", "case", "case-123")
    assert (connected["caseTitle"], connected["documents"]) == ("Acme v. Beta", 1), connected
    done = daemon.run("chat", "connect", "case", "case-9")
    assert done.returncode == 5 and "there is no case 'case-9'" in done.stderr, done
    done = daemon.run("chat", "send", "When is the hearing?")
    assert f'[1] lease.pdf, page 2: "{LEASE[1]}"' in done.stdout, done
    quote = messages(daemon)[-1]["quotes"][0]
    assert LEASE[quote["page"] - 1].encode()[quote["start"]:quote["end"]].decode() == quote["text"], quote
    done = daemon.run("chat", "summarize", "case-123")
    assert all(f'"{sentence}" (lease.pdf, page {page})' in done.stdout for sentence, page in [(LEASE[0], 1), ("The hearing is set for 3 March at nine.", 2)]), done

    # Words are shown as they come: of twenty answers, how long after its first piece was sent.
    model = ModelServer("The hearing is on 3 March [1].")
    configure(daemon, "first", model, timeout=20)
    daemon.run("config", "set", "chittyos.services.chittychat.models", "first")
    model.pause = 0.05
    delays = []
    for _ in range(20):
        process = subprocess.Popen([daemon.chitty, "chat", "send", "And where is the hearing?"], env=daemon.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        select.select([process.stdout], [], [], 20)
        shown_at = time.monotonic()
        assert os.read(process.stdout.fileno(), 100) == b"The"
        delays.append(1000 * (shown_at - model.first_at))
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0 and b"Sources:\n[1] " in out, (out, err)
    delays.sort()
    print(f"first words shown after {delays[10]:.1f} ms (median), {delays[-1]:.1f} ms (most)")
    assert delays[10] < 5, delays
    assert all("tools" not in asked for asked in model.asked)

    # Two at once in one conversation: one is answered, the other is told to wait. An export meanwhile is whole.
    model.answer, model.pause = "A long answer, word by word. " * 4, 0.1
    slow = subprocess.Popen([daemon.chitty, "chat", "send", "Tell me all"], env=daemon.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    select.select([slow.stdout], [], [], 20)
    session = daemon.json("chat", "list")[0]
    assert session["state"] == "answering", session
    second = daemon.run("chat", "send", "I too", "--session", session["id"])
    assert second.returncode == 6 and "another message is being answered" in second.stderr, second
    exported = json.loads(daemon.run("chat", "export", session["id"]).stdout)
    assert exported["messages"][-1]["content"] == "Tell me all" and exported["format"] == "chittychat-export/1", exported["messages"][-1]

    # Ctrl-C keeps what came, and the conversation is free.
    slow.send_signal(signal.SIGINT)
    out, err = slow.communicate(timeout=20)
    last = messages(daemon)[-1]
    assert slow.returncode == 130 and last["status"] == "interrupted" and last["content"] and out.decode().startswith(last["content"]), (slow.returncode, out, err, last)
    model.pause = 0
    assert daemon.run("chat", "send", "Go on").returncode == 0

    # A model that does as none should; nothing it says is obeyed.
    for how, words in {"cut off": "cut off", "broken UTF-8": "not JSON", "flood": "longer than 256 KiB", "error in a 200": "overloaded", "busy": "429"}.items():
        model.how = how
        done = daemon.run("chat", "send", "Hello", "--new")
        assert done.returncode in (1, 7) and words in done.stderr, (how, done.returncode, done.stderr)
        last = messages(daemon)[-1]
        assert last["status"] in ("failed", "interrupted") and len(last["content"]) <= 256 << 10, last
        model.how = "well"
        if how != "busy":
            assert daemon.run("chat", "send", "Hello").returncode == 0
    again = daemon.run("chat", "send", "Hello", "--new")  # it was asked to be left alone for seven seconds
    assert again.returncode == 7 and "it failed 1 times in a row" in again.stderr, again
    configure(daemon, "second", model, timeout=20)
    daemon.run("config", "set", "chittyos.services.chittychat.models", "first, second")
    model.answer = "\x1b]52;c;aGk=\x07\x1b[31mred"
    assert "\x1b" not in daemon.run("chat", "send", "Hello").stdout

    # At the terminal: the arrows, several lines, what is pasted, Ctrl-C in an answer and at the prompt, Ctrl-D.
    model.answer = "Word after word it goes on and on. " * 8
    with Terminal([daemon.chitty, "chat", "start"], daemon.env, signals=True) as person:
        person.sees("Asking first-1")
        person.sees("> ")
        model.pause = 0.1
        person.types("Tell me \\\rall\r")
        wait_until(lambda: model.asked[-1]["messages"][-1]["content"] == "Tell me \nall" and model.first_at, "the message of two lines")
        time.sleep(0.5)
        person.types("\x03")
        person.sees("Stopped; what came of the answer is kept")
        last = messages(daemon)[-1]
        assert last["status"] == "interrupted" and 0 < len(last["content"]) < len(model.answer), last
        model.pause, model.answer = 0, "Yes."
        asked = len(model.asked)
        person.sees("is kept\r\n\x1b[?2004h> ")
        person.types("not sent")
        person.sees("not sent")
        person.types("\x03")
        person.sees("Ctrl-D ends the conversation\r\n\x1b[?2004h> ")
        person.types("\x1b[A\x1b[A\r")  # past what was not sent, to what was
        wait_until(lambda: len(model.asked) == asked + 1, "what the arrow brought back")
        assert model.asked[-1]["messages"][-1]["content"] == "Tell me \nall", model.asked[-1]
        person.types("\x1b[200~pasted\rin two\x1b[201~ and ümläut\x7fs\r")
        wait_until(lambda: len(model.asked) == asked + 2, "what was pasted")
        assert model.asked[-1]["messages"][-1]["content"] == "pasted\nin two and ümläus", model.asked[-1]["messages"][-1]
        wait_until(lambda: messages(daemon)[-1]["status"] == "whole", "the answer")
        person.types("\x04")
        assert person.ends() == 0, person.screen
        assert "Go on with it: chitty chat start --session" in person.screen
    print(f"{len(model.asked)} requests")
