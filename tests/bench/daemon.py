#!/usr/bin/env python3
"""What a request to chittyd costs, beside nginx and Node in the same run (wrk, CPU time from /proc).

daemon.py BUILD   BUILD is a release build's folder
"""
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


def row(what, result, to=None):
    print(f"{what:44} {result[0]:>9.0f} req/s {result[1]:>7.1f} us CPU each" + (f"   x {result[0] / to[0]:.2f} of nginx's rate" if to else ""), flush=True)


with tempfile.TemporaryDirectory() as folder, local(sys.argv[1]) as chitty:
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    status = chitty.json("os", "status")
    pid = status[0]["pid"] if isinstance(status, list) else status["pid"]
    daemon = [pid] + children(pid)
    minted = chitty.json("id", "mint", "--entity", "PERSON")
    peer, url = nginx(folder)
    other, node_url = node(folder)
    try:
        wait_for(url), wait_for(node_url)
        base = wrk(url, [peer.pid] + children(peer.pid))
        row("nginx, a small file, access log on", base)
        row("node http, a fixed answer", wrk(node_url, [other.pid]), base)
        row("chittyd GET /health", wrk(chitty.url + "/health", daemon), base)
        bearer = "Authorization: Bearer " + chitty.token()
        keyed = f"{chitty.url}/chittyid/api/v2/chittyid/did:chitty:{minted['chittyId']}"
        row("chittyd, one identity by id, token checked", wrk(keyed, daemon, bearer), base)
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
