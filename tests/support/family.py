"""The processes that a test started, however far they went from it: known by a mark in their environment."""
import os
import pathlib
import signal
import time

MARK = "CHITTY_TEST_FAMILY"


def members(mark):
    """The ids of all living processes whose environment has the mark."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for folder in pathlib.Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:  # not ours, or gone
            continue
    return found


def end(mark, patience=2.0):
    """Ask each to end, by its number; insist after `patience` seconds."""
    for name, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, patience)):
        left = members(mark)
        for pid in left:
            try:
                os.kill(pid, name)
            except ProcessLookupError:
                pass
        until = time.monotonic() + wait
        while left and time.monotonic() < until:
            time.sleep(0.02)
            left = members(mark)
        if not left:
            return
