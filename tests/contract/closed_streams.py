#!/usr/bin/env python3
# ctest: on sqlite, needs os
"""chittyd that is started with closed standard streams: its own files never get the numbers 0, 1 and 2, so nothing that is said
there is written into its pid file or its database.

closed_streams.py BUILD
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment, port_of, wait_for, within

build = pathlib.Path(sys.argv[1]).resolve()


def close(descriptors):
    for descriptor in descriptors:
        os.close(descriptor)


def run_with(closed):
    with tempfile.TemporaryDirectory(prefix="chitty-closed-") as home:
        data = pathlib.Path(home, "data")
        words = [str(build / "bin/chittyd"), "--data", str(data), "--listen", "127.0.0.1:0"]
        daemon = subprocess.Popen(words, env=environment(home), preexec_fn=lambda: close(closed))
        try:
            port = within(10, lambda: port_of(data, daemon.pid))
            wait_for(f"http://127.0.0.1:{port}/health")
            # What says something on standard error: a request that the log tells, a new worker, the end.
            daemon.send_signal(signal.SIGHUP)
            wait_for(f"http://127.0.0.1:{port}/health")
            kept = json.loads(next(data.rglob("chittyd.pid")).read_text())
            assert kept["pid"] == daemon.pid, kept
        finally:
            daemon.terminate()
            assert daemon.wait(20) == 0, closed
        assert next(data.rglob("chittyos.db")).read_bytes().startswith(b"SQLite format 3\0")


for closed in ([2], [1, 2], [0], [0, 1, 2]):
    run_with(closed)
