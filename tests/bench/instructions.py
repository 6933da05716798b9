"""Instructions by callgrind: on a noisy machine they are what stays the same from run to run. All in user space; the kernel's are not seen.

A request's: a chittyd with one thread starts, answers a few requests and ends; then again with many. The difference is theirs alone: what
runs in the background meanwhile, by the clock, is not counted."""
import http.client
import pathlib
import re
import subprocess
import tempfile
import time

from local import wait_for


REQUEST = "*::Connection::advance()"  # from the bytes that have come to those that go


def callgrind(out, *command, options=()):
    return ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *options, *command]


def total(files):
    return sum(int(re.search(r"^(?:totals|summary): (\d+)", file.read_text(), re.M).group(1)) for file in files)


def of_command(env, *command):
    """Of a process that ends well."""
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
        done = subprocess.run(callgrind(f"{folder}/out", *command), env=env, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr)
        return total([pathlib.Path(folder, "out")])


def daemon_command(chitty):
    """How the daemon that runs was started, at the port that it got."""
    status = chitty.json("os", "status")
    pid = (status[0] if isinstance(status, list) else status)["pid"]
    words = pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]
    return [re.sub(r"^(.*127\.0\.0\.1):0$", rf"\1:{chitty.port}", word) for word in words]


def ask(chitty, times, target, token=None, method="GET", body=None):
    """So many requests on one connection, each of which must be answered well."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=120)
    for _ in range(times):
        connection.request(method, target, body=body, headers={**headers, **({"Content-Type": "application/json"} if body else {})})
        reply = connection.getresponse()
        said = reply.read()
        if reply.status >= 300:
            raise SystemExit(f"{method} {target}: {reply.status} {said[:200]}")


def spent(chitty, command, folder, work):
    """All instructions for requests of a daemon that starts, does the work and ends."""
    options = ("--trace-children=yes", f"--toggle-collect={REQUEST}")
    process = subprocess.Popen(callgrind(f"{folder}/%p", *command, "--threads", "1", options=options), env=chitty.env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(chitty.url + "/health", 120)
        work()
    finally:
        process.terminate()
        process.wait()
    return total(pathlib.Path(folder).iterdir())


def of_request(chitty, command, target, token=None, method="GET", body=None, few=20, many=220, settle=0):
    """For one request; `command` is that of a daemon which has ended. `settle`: seconds that it is left alone first."""
    def work(times):
        time.sleep(settle)
        ask(chitty, 20, target, token, method, body)
        ask(chitty, times, target, token, method, body)

    def cost(times):
        with tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
            return spent(chitty, command, folder, lambda: work(times))
    return (cost(many) - cost(few)) / (many - few)
