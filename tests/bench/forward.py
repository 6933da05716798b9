#!/usr/bin/env python3
"""What a route costs: one backend (nginx) asked directly, through nginx as reverse proxy, and through chittyd; in turn, in one run (wrk, CPU
time from /proc). The aim: chittyd's rate at least 0.6 of the proxy's.

forward.py BUILD   BUILD is a release build's folder, with the target forward_daemon
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, free_port, wait_for

BODY = json.dumps({"id": "03-1-USA-4448-P-2609-0-88", "name": "an answer as services give it", "tags": ["a"] * 100}) + "\n"


def nginx(folder, name, server):
    port = free_port()
    place = folder / name
    place.mkdir()
    (place / "nginx.conf").write_text(f"""daemon off; worker_processes auto; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log {place}/access.log; keepalive_requests 1000000; {server.replace("PORT", str(port)).replace("PLACE", str(place))} }}\n""")
    (place / "answer").write_text(BODY)
    (place / "large").write_bytes(b"x" * 1_000_000)
    return subprocess.Popen(["nginx", "-c", place / "nginx.conf", "-e", place / "error.log"]), port


def wrk(url, pids):
    before = cpu_seconds(pids)
    out = subprocess.run(["wrk", "-t2", "-c64", "-d3s", "--latency", url], capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(pids) - before
    if "Non-2xx" in out:
        raise SystemExit(f"{url}: {out}")
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    return rate, float(p99) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], spent / int(re.search(r"(\d+) requests in", out).group(1)) * 1e6


def processes(process):
    return [process.pid] + children(process.pid)


def main(build):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        backend, backend_port = nginx(folder, "backend", "server { listen 127.0.0.1:PORT; root PLACE; }")
        proxy, proxy_port = nginx(folder, "proxy", f"upstream b {{ server 127.0.0.1:{backend_port}; keepalive 64; keepalive_requests 1000000; }}"
                                  " server { listen 127.0.0.1:PORT; location /x/ { proxy_pass http://b/; proxy_http_version 1.1; proxy_set_header Connection ''; } }")
        (folder / "routes.json").write_text(json.dumps([{"id": "rt_bench", "prefix": "/x", "url": f"http://127.0.0.1:{backend_port}", "public": True, "allowPrivate": True}]))
        daemon = subprocess.Popen([build / "tests/forward_daemon", folder / "routes.json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            port = daemon.stdout.readline().split()[0]
            wait_for(f"http://127.0.0.1:{backend_port}/answer")
            wait_for(f"http://127.0.0.1:{proxy_port}/x/answer")
            for what in ("answer", "large"):
                doors = {"the backend itself": (f"http://127.0.0.1:{backend_port}/{what}", processes(backend)),
                         "nginx as proxy": (f"http://127.0.0.1:{proxy_port}/x/{what}", processes(proxy)),
                         "chittyd": (f"http://127.0.0.1:{port}/x/{what}", processes(daemon))}
                found = {name: [] for name in doors}
                for _ in range(5):  # in turn, so that a busy minute falls on all of them
                    for name, (url, pids) in doors.items():
                        found[name].append(wrk(url, pids))
                middle = {name: sorted(runs)[2] for name, runs in found.items()}
                rate, p99, cpu = middle["nginx as proxy"]
                print(f"{what}, {len(BODY) if what == 'answer' else 1_000_000} bytes:")
                for name, run in middle.items():
                    print(f"  {name:20} {run[0]:>8.0f} req/s   p99 {run[1]:>7.2f} ms   {run[2]:>7.1f} us CPU each   "
                          f"x {run[0] / rate:.2f} of nginx's rate, x {run[1] / p99:.2f} of its p99, x {run[2] / cpu:.2f} of its CPU", flush=True)
        finally:
            daemon.stdin.close()
            for one in (proxy, backend):
                one.terminate()
            for one in (proxy, backend, daemon):
                one.wait()


main(pathlib.Path(sys.argv[1]).resolve())
