#!/usr/bin/env python3
"""What a request to chittyd costs, beside nginx and Node in the same run (wrk, CPU time from /proc).

Each server has one thread that answers, since that is what Node has: two threads that share the machine with wrk make each
other's CPU time longer. Then the daemon as it is started usually, and a batch of identities.

daemon.py BUILD   BUILD is a release build's folder
"""
import contextlib
import pathlib
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, free_port, local, wait_for


def wrk(url, pids, header=None):
    """Requests a second (median of 3 runs) and the server's CPU microseconds for each request."""
    command = ["wrk", "-t2", "-c64", "-d4s"] + (["-H", header] if header else []) + [url]
    subprocess.run(command[:3] + ["-d1s"] + command[4:], capture_output=True)
    rates = []
    for _ in range(3):
        before = cpu_seconds(pids)
        out = subprocess.run(command, capture_output=True, text=True).stdout
        spent = cpu_seconds(pids) - before
        if "Non-2xx" in out:
            raise SystemExit(f"{url}: {out}")
        total = int(re.search(r"(\d+) requests in", out).group(1))
        rates.append((float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), spent / total * 1e6))
    return sorted(rates)[1]


def nginx(folder):
    port = free_port()
    (folder / "health").write_text('{"status":"ok","service":"nginx","version":"1.0.0"}\n')
    (folder / "nginx.conf").write_text(f"""daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log {folder}/access.log; server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n""")
    return subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"]), f"http://127.0.0.1:{port}/health"


def node(folder):
    port = free_port()
    (folder / "s.js").write_text("require('http').createServer((q,r)=>{r.setHeader('Content-Type','application/json');"
                                 f"r.end('{{\"id\":1,\"name\":\"chitty\",\"status\":\"active\"}}')}}).listen({port},'127.0.0.1')")
    return subprocess.Popen(["node", folder / "s.js"]), f"http://127.0.0.1:{port}/"


def row(what, result, to=None, other=None):
    beside = f"   x {result[0] / to[0]:.2f} of nginx's rate" if to else ""
    beside += f", x {result[1] / other[1]:.2f} of Node's CPU" if other else ""
    print(f"{what:48} {result[0]:>9.0f} req/s {result[1]:>7.1f} us CPU each{beside}", flush=True)


def daemon_of(chitty):
    status = chitty.json("os", "status")
    pid = status[0]["pid"] if isinstance(status, list) else status["pid"]
    return [pid] + children(pid)


@contextlib.contextmanager
def one_thread(chitty):
    """The daemon ends, and runs again with one thread; then as before. Its processes."""
    command = pathlib.Path(f"/proc/{daemon_of(chitty)[0]}/cmdline").read_text().split("\0")[:-1]
    chitty.run("os", "down")
    process = subprocess.Popen([*command, "--threads", "1"], env=chitty.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(chitty.url + "/health")
        yield [process.pid] + children(process.pid)
    finally:
        process.terminate()
        process.wait()
        chitty.run("os", "up")


with tempfile.TemporaryDirectory() as folder, local(sys.argv[1]) as chitty:
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    minted = chitty.json("id", "mint", "--entity", "PERSON")
    health, keyed = chitty.url + "/health", f"{chitty.url}/chittyid/api/v2/chittyid/did:chitty:{minted['chittyId']}"
    bearer = "Authorization: Bearer " + chitty.token()
    peer, url = nginx(folder)
    other, node_url = node(folder)
    try:
        wait_for(url), wait_for(node_url)
        base = wrk(url, [peer.pid] + children(peer.pid))
        row("nginx, a small file, access log on", base)
        fixed = wrk(node_url, [other.pid])
        row("node http, a fixed answer", fixed, base)
        with one_thread(chitty) as daemon:
            row("chittyd --threads 1, GET /health", wrk(health, daemon), base, fixed)
            row("chittyd --threads 1, one identity, token checked", wrk(keyed, daemon, bearer), base, fixed)
        daemon = daemon_of(chitty)
        row("chittyd, GET /health", wrk(health, daemon), base, fixed)
        row("chittyd, one identity, token checked", wrk(keyed, daemon, bearer), base, fixed)
    finally:
        for process in (peer, other):
            process.terminate()
            process.wait()

    print()
    count = 100_000
    start = time.monotonic()
    before = cpu_seconds(daemon)
    mint = subprocess.Popen(["/usr/bin/time", "-v", chitty.chitty, "id", "mint", "--entity", "PERSON", "--count", str(count), "-o", "ndjson", "--quiet"],
                            env=chitty.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak, seen = 0, set()
    for number, line in enumerate(mint.stdout):
        seen.add(line)
        if number % 5000 == 0:
            for p in daemon:
                resident = re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{p}/status").read_text())
                peak = max(peak, int(resident.group(1)) if resident else 0)
    errors = mint.stderr.read()
    mint.wait()
    seconds = time.monotonic() - start
    resident = re.search(r"Maximum resident set size \(kbytes\): (\d+)", errors)
    print(f"batch mint of {count:,}: {len(seen):,} different lines, exit {mint.returncode}, {count / seconds:,.0f} a second, {seconds:.1f} s, "
          f"daemon CPU {(cpu_seconds(daemon) - before) / count * 1e6:.0f} us each, daemon's peak {peak / 1024:.0f} MB, chitty's {int(resident.group(1)) / 1024 if resident else 0:.0f} MB")
