#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyrouter
"""Each mail is processed once: while several commands process the same inbox (on PostgreSQL at two daemons) their workers are killed, and commands
with them. At the end each mail has one decision, each agent's task was finished once, and each draft is one file.

once.py BUILD
"""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from local import children, database, local

MAILS, RUNNERS, ROUNDS = 300, 3, 6


def fill(box):
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    for n in range(MAILS):
        sender = "opposing" if n % 10 == 0 else "somebody"
        (box / "new" / f"{1000 + n}.M").write_text(f"From: a{n}@{sender}.example\nSubject: motion {n}\nMessage-ID: <{n}@x.example>\n\nThe hearing.\n")


def main(build):
    with database() as url, contextlib.ExitStack() as stack:
        daemons = [stack.enter_context(local(build, url)) for _ in range(2 if url else 1)]
        box = pathlib.Path(daemons[0].home, "Maildir")
        fill(box)
        for daemon in daemons:
            daemon.run("config", "set", "chittyos.services.chittyrouter.mailbox", str(box))
        daemons[0].json("router", "rule", "create", "--condition", "from:opposing.example", "--action", "priority:high,agent:legal-response")
        for turn in range(ROUNDS):
            running = [subprocess.Popen([daemon.chitty, "router", "inbox", "process", "-q"], env=daemon.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for daemon in daemons for _ in range(RUNNERS)]
            time.sleep(0.15 + 0.1 * turn)
            for pid in children(daemons[turn % len(daemons)].json("os", "status")[0]["pid"]) if turn % 2 else [running[0].pid]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for process in running:
                process.wait(60)
        stored = daemons[0].stored()
        # What was claimed by those that were killed comes free when its lease ends.
        stored.change("UPDATE router_effects SET lease_until = '2000-01-01T00:00:00.000Z' WHERE state IN ('claimed', 'due')")
        done = daemons[0].run("router", "inbox", "process", "-q")
        assert done.returncode == 0, done
        count = lambda query: [dict(row) for row in stored.rows(query)][0]["n"]
        assert count("SELECT COUNT(*) AS n FROM router_messages WHERE status = 'routed'") == MAILS
        assert count("SELECT COUNT(*) AS n FROM router_messages") == MAILS
        assert count("SELECT COUNT(*) AS n FROM router_effects WHERE action = 'rules' AND state = 'done'") == MAILS
        assert count("SELECT COUNT(*) AS n FROM router_effects WHERE action <> 'rules' AND state = 'done'") == MAILS // 10
        assert count("SELECT COUNT(*) AS n FROM router_effects") == MAILS + MAILS // 10
        assert count("SELECT COUNT(*) AS n FROM router_results") == MAILS // 10, "each agent spoke once"
        assert count("SELECT COUNT(*) AS n FROM router_drafts") == MAILS // 10
        assert len(list((box / ".Drafts/cur").iterdir())) == MAILS // 10
        assert len(list((box / "new").iterdir())) == MAILS, "the mailbox is as it was"
        print(f"{MAILS} mails, {MAILS // 10} drafts, each once")


if __name__ == "__main__":
    main(sys.argv[1])
