#!/usr/bin/env python3
# ctest: on sqlite, needs chittyconnect
"""MCP over HTTP: started, asked by clients of both eras at once, forged, cut off, restarted, stopped.

mcp_http.py BUILD
"""
import concurrent.futures
import json
import os
import pathlib
import socket
import stat
import subprocess
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"), str(pathlib.Path(__file__).resolve().parents[1] / "testing")]
from local import environment
from mcp_clients import MODERN, Http, meta

build = pathlib.Path(sys.argv[1]).resolve()
ECHO = {"name": "zoo_echo", "arguments": {"words": ["a"]}}


class Server:
    def __init__(self, home):
        self.env = {**environment(home), "CHITTY_PLUGIN_PATH": f"{build}/zoo/good-c:{build}/zoo/loops"}

    def chitty(self, *words, exit_code=0):
        done = subprocess.run([str(build / "bin/chitty"), "connect", "mcp", *words, "-o", "json"], env=self.env, capture_output=True, text=True, timeout=60)
        assert done.returncode == exit_code, (words, done.returncode, done.stderr)
        return json.loads(done.stdout) if done.stdout else done.stderr

    def start(self, *words):
        self.facts = self.chitty("start", *words)
        self.url = self.facts["url"]
        self.token = pathlib.Path(self.facts["tokenFile"]).read_text().strip()
        return self.facts

    def client(self, **more):
        return Http(self.url, self.token, **more)


def code(said):
    return said[0]["error"]["code"]


def life(server):
    assert server.chitty("status")["running"] is False
    assert server.chitty("stop")["stopped"] is False
    first = server.start("--port", "0")
    again = server.chitty("start")
    assert again["alreadyRunning"] and again["pid"] == first["pid"] and again["url"] == first["url"], again
    assert stat.S_IMODE(os.stat(first["tokenFile"]).st_mode) == 0o600 and server.token not in json.dumps(first)
    line = pathlib.Path(f"/proc/{first['pid']}/cmdline").read_bytes()
    assert server.token.encode() not in line
    assert os.getsid(first["pid"]) == first["pid"], "in a session of its own"
    assert "no command begins with 'nowhere'" in server.chitty("start", "--allow", "nowhere", exit_code=2)


def legacy(server):
    client = server.client()
    status, headers, said = client.initialize()
    assert status == 200 and said[0]["result"]["protocolVersion"] == "2025-11-25" and len(client.session) >= 32
    assert client.post({"jsonrpc": "2.0", "method": "notifications/initialized"})[0::2] == (202, [])
    status, _, said = client.ask("tools/list")
    assert status == 200 and any(one["name"] == "zoo_echo" for one in said[0]["result"]["tools"])
    status, _, said = client.ask("tools/call", ECHO)
    assert said[-1]["result"]["structuredContent"]["words"] == ["a"], said
    assert client.ask("tools/list", Mcp_Session_Id=None)[0] == 400
    assert client.ask("tools/list", Mcp_Session_Id="x" * 43)[0] == 404
    assert client.ask("tools/list", MCP_Protocol_Version="1999-01-01")[0] == 400
    assert client.ask("tools/list", MCP_Protocol_Version=None)[0] == 200, "then it is 2025-03-26"
    assert client.ask("no/such")[2][0]["error"]["code"] == -32601
    assert client.request("DELETE").read() == b"" and client.ask("ping")[0] == 404


def modern(server):
    client = server.client()
    status, headers, said = client.modern("server/discover")
    assert status == 200 and "2026-07-28" in said[0]["result"]["supportedVersions"] and "Mcp-Session-Id" not in headers
    assert client.modern("tools/call", ECHO)[2][-1]["result"]["structuredContent"]["words"] == ["a"]
    for wanted_status, wanted, change in [(400, -32020, {"Mcp_Method": None}), (400, -32020, {"Mcp_Method": "tools/list"}), (400, -32020, {"Mcp_Name": None}), (400, -32020, {"Mcp_Name": "other"}),
                                          (400, -32020, {"MCP_Protocol_Version": None}), (400, -32020, {"MCP_Protocol_Version": "2025-11-25"}), (200, None, {"Mcp_Name": "=?base64?em9vX2VjaG8=?="})]:
        status, _, said = client.modern("tools/call", ECHO, **change)
        assert status == wanted_status and (wanted is None or code(said) == wanted), (change, status, said)
    assert client.ask("tools/list", {"_meta": {}}, MCP_Protocol_Version=MODERN, Mcp_Method="tools/list")[0] == 400
    old = {**meta(), "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    status, _, said = client.ask("tools/list", {"_meta": old}, MCP_Protocol_Version="1900-01-01", Mcp_Method="tools/list")
    assert status == 400 and code(said) == -32022, (status, said)
    status, _, said = client.modern("no/such")
    assert status == 404 and code(said) == -32601, (status, said)
    assert client.request("GET", MCP_Protocol_Version=MODERN).read() is not None


def strangers(server):
    for more in ({"Origin": "https://evil.example"}, {"Origin": "http://localhost.evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}, {"Host": "127.0.0.1.evil.example"}):
        assert server.client().modern("server/discover", **more)[0] == 403, more
    assert server.client().modern("server/discover", Origin="http://localhost:5173")[0] == 200
    for token in (None, "", "wrong", server.token + "x", server.token[:-1]):
        reply = Http(server.url, token).request("POST", b"{}")
        assert reply.status == 401 and reply.getheader("WWW-Authenticate", "").startswith("Bearer"), token
    client = server.client()
    assert client.post(b"{")[0] == 400 and code(client.post(b"{")[2]) == -32700
    assert client.post(b"[" * 5000)[0] == 400
    assert client.post(b"{}", Content_Type="text/plain")[0] == 415
    assert client.post(b"{}", Accept="text/html")[0] == 406
    assert client.request("PUT", b"{}").read() and client.request("POST", b"{}", path="/other").read()
    huge = server.client()
    try:
        assert huge.post(b'"' + b"x" * (5 << 20) + b'"')[0] == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # it does not wait for all of it
    for raw in (b"GET\r\n\r\n", b"\x16\x03\x01\x00\x01", b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n", b"POST /mcp HTTP/1.1\r\n" + b"A: " + b"x" * 100_000 + b"\r\n\r\n"):
        with socket.create_connection((client.at.hostname, client.at.port), timeout=10) as one:
            try:
                one.sendall(raw)
                one.shutdown(socket.SHUT_WR)
                one.recv(100)
            except OSError:
                pass
    assert server.client().modern("server/discover")[0] == 200


def streams(server):
    """A slow call is a stream that can be taken up again, by its own session alone; who only leaves has cancelled nothing."""
    mine, hers = server.client(), server.client()
    mine.initialize(), hers.initialize()
    slow = server.client()
    slow.session, slow.version = mine.session, mine.version
    call = {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "loops_echo", "arguments": {}, "_meta": {"progressToken": 1}}}
    reply = slow.request("POST", json.dumps(call).encode())
    assert reply.getheader("Content-Type").startswith("text/event-stream")
    first = reply.fp.readline() + reply.fp.readline()  # chunked: the size, then the event
    event = first.split(b"id: ")[1].strip().decode()
    slow.connection.sock.close()
    time.sleep(1.5)
    again = mine.request("GET", Last_Event_ID=event)
    said = b""
    while b"notifications/progress" not in said:
        said += again.fp.readline()
    other = hers.request("GET", Last_Event_ID=event)
    hers.connection.sock.settimeout(2)
    seen = b""
    try:
        while True:
            line = other.fp.readline()
            if not line:
                break
            seen += line
    except (TimeoutError, OSError):
        pass
    assert b"progress" not in seen, "another session's stream"
    third = server.client()
    third.session, third.version = mine.session, mine.version
    assert third.post({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 5}})[0] == 202
    for one in (mine, hers):
        one.connection.close()


def a_hundred(server):
    def one(number):
        client = server.client()
        if number % 2:
            client.initialize()
            answers = [client.ask("tools/list"), client.ask("tools/call", {"name": "commands_search", "arguments": {"query": "list"}})]
        else:
            answers = [client.modern("tools/list"), client.modern("tools/call", {"name": "commands_search", "arguments": {"query": "list"}})]
        return all(status == 200 and "result" in said[-1] for status, _, said in answers)

    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        assert all(pool.map(one, range(100)))


def restart(server):
    client = server.client()
    client.initialize()
    before = server.facts
    assert server.chitty("stop")["stopped"] is True
    assert server.chitty("status")["running"] is False
    after = server.start()
    assert after["url"] == before["url"] and after["pid"] != before["pid"]
    again = server.client()
    again.session, again.version = client.session, client.version
    status, _, said = again.ask("tools/call", ECHO)
    assert status == 200 and said[-1]["result"]["structuredContent"]["words"] == ["a"], (status, said)


with tempfile.TemporaryDirectory(prefix="chitty-mcp-") as folder:
    one = Server(folder)
    try:
        for part in (life, legacy, modern, strangers, streams, a_hundred, restart):
            part(one)
            print(f"{part.__name__}: as it must be", flush=True)
    finally:
        one.chitty("stop")
