#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""A request's part of a trace: taken, given on, and handed to a collector; a collector that hangs, refuses or is gone holds nobody up, and what is lost is counted.

traces.py BUILD
"""
import http.client
import json
import pathlib
import re
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import local

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


class Collector:
    def __init__(self):
        self.spans, self.mode = [], "well"
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if collector.mode == "hangs":
                    time.sleep(8)
                assert self.path == "/v1/traces" and self.headers["Content-Type"] == "application/json"
                if collector.mode == "well":
                    for resource in body["resourceSpans"]:
                        for scope in resource["scopeSpans"]:
                            collector.spans += scope["spans"]
                self.send_response(200 if collector.mode == "well" else 503)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/traces"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def until(self, count):
        end = time.monotonic() + 10
        while len(self.spans) < count:
            assert time.monotonic() < end, f"{len(self.spans)} spans, not {count}"
            time.sleep(0.05)


def ask(chitty, path="/chittyid/health", **headers):
    request = urllib.request.Request(chitty.url + path, headers={"Authorization": f"Bearer {chitty.token()}", **headers})
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=30) as reply:
        reply.read()
        return reply.headers.get("traceparent"), time.monotonic() - began


def burst(chitty, count):
    """Many on one connection; how long the slowest took."""
    slowest, connection = 0, http.client.HTTPConnection("127.0.0.1", chitty.port)
    for _ in range(count):
        began = time.monotonic()
        connection.request("GET", "/chittyid/health")
        connection.getresponse().read()
        slowest = max(slowest, time.monotonic() - began)
    return slowest


def counts(chitty):
    request = urllib.request.Request(chitty.url + "/metrics", headers={"Authorization": f"Bearer {chitty.token()}"})
    with urllib.request.urlopen(request) as reply:
        page = reply.read().decode()
    return {outcome: int(float(value)) for outcome, value in re.findall(r'chittyd_spans_total\{outcome="(\w+)"\} (\S+)', page)}


def restart(chitty):
    for words in (("os", "down"), ("os", "up")):
        done = chitty.run(*words)
        assert done.returncode == 0, done.stderr


def main():
    collector = Collector()
    with local(sys.argv[1]) as chitty:
        assert ask(chitty)[0] is None, "nobody asked, and nobody collects"
        given = ask(chitty, traceparent=f"00-{TRACE}-{PARENT}-01")[0]
        assert given.startswith(f"00-{TRACE}-") and PARENT not in given and given.endswith("-01"), given
        assert chitty.run("config", "set", "chittyos.traces", collector.url).returncode == 0
        restart(chitty)
        given = ask(chitty, traceparent=f"00-{TRACE}-{PARENT}-01")[0]
        alone = ask(chitty)[0]
        ask(chitty, traceparent=f"00-{TRACE}-{PARENT}-00")  # whoever began it does not want it told
        collector.until(2)
        time.sleep(1.5)
        spans = {span["spanId"]: span for span in collector.spans}
        assert len(spans) == 2, spans
        span = spans[given.split("-")[2]]
        assert span["traceId"] == TRACE and span["parentSpanId"] == PARENT and span["kind"] == 2, span
        said = {one["key"]: one["value"] for one in span["attributes"]}
        assert said["chitty.service"] == {"stringValue": "chittyid"} and said["http.response.status_code"] == {"intValue": "200"}, said
        assert int(span["endTimeUnixNano"]) >= int(span["startTimeUnixNano"]) > 1.7e18, span
        assert "parentSpanId" not in spans[alone.split("-")[2]]
        assert "owner" not in json.dumps(collector.spans) and chitty.token() not in json.dumps(collector.spans)

        collector.mode = "hangs"
        slowest = burst(chitty, 15000)
        assert slowest < 1, f"a request took {slowest:.2f} s while the collector hung"
        seen = counts(chitty)
        assert seen["dropped"] > 0, seen
        collector.mode = "refuses"
        ask(chitty)
        end = time.monotonic() + 60
        while (now := counts(chitty))["failed"] == 0 or sum(now.values()) < 15003:
            assert time.monotonic() < end, now
            time.sleep(0.2)
        collector.mode = "well"
        before = len(collector.spans)
        ask(chitty)
        collector.until(before + 1)
        assert chitty.run("config", "set", "chittyos.traces", "http://127.0.0.1:1/v1/traces").returncode == 0
        restart(chitty)
        assert max(ask(chitty)[1] for _ in range(100)) < 1
        log = next(pathlib.Path(chitty.home).rglob("chittyd.log")).read_text()
        assert "traces could not be handed over" in log, log[-2000:]
        print(f"traces: of {sum(now.values())} spans {now['sent']} were taken, {now['dropped']} dropped and {now['failed']} not taken; the slowest request took {slowest * 1000:.0f} ms")


main()
