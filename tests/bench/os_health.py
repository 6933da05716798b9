#!/usr/bin/env python3
"""How long `chitty os health` takes beside what it stands for: sixteen services, of which one takes half a second, asked at once
beside the slowest alone; and sixteen quick ones beside one curl for each in a loop of the shell. os_health.py BUILD [ROUNDS]"""
import http.server
import json
import os
import pathlib
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SERVICES, SLOW = 16, 0.5
build = pathlib.Path(sys.argv[1]).resolve()
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path.startswith("/slow"):
            time.sleep(SLOW)
        body = b'{"status":"ok"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


def median(work):
    work()
    times = []
    for _ in range(rounds):
        began = time.monotonic()
        work()
        times.append(time.monotonic() - began)
    return statistics.median(times)


def main():
    server = Server(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": f"{build}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

        def configure(slow):
            names = [f"s{i}" for i in range(SERVICES - slow)] + ["slow"] * slow
            remotes = {name: {"type": "acme", "baseUrl": f"{url}/{name}"} for name in names}
            folder = pathlib.Path(home, ".config/chitty")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "config.json").write_text(json.dumps({"chittyos": {"environment": "staging"}, "remotes": remotes}))
            os.chmod(folder / "config.json", 0o600)
            return names

        def run(*words):
            return lambda: subprocess.run(words, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        names = configure(1)
        slowest = median(run("curl", "-s", f"{url}/slow/health"))
        all_at_once = median(run("chitty", "os", "health", "--all"))
        print(f"16 services, one of them slow: {all_at_once * 1000:.0f} ms, the slowest alone {slowest * 1000:.0f} ms: {all_at_once / slowest:.2f}")
        names = configure(0)
        loop = "; ".join(f"curl -s {url}/{name}/health" for name in names)
        one_by_one = median(run("sh", "-c", loop))
        quick = median(run("chitty", "os", "health"))
        print(f"16 quick services: {quick * 1000:.0f} ms, a curl for each {one_by_one * 1000:.0f} ms: {quick / one_by_one:.2f}")
    server.shutdown()


main()
