"""MCP clients that know nothing but JSON-RPC: over standard input and output, and over HTTP, of both eras."""
import http.client
import json
import queue
import subprocess
import threading
import urllib.parse

MODERN = "2026-07-28"
CLIENT = {"name": "contract", "version": "1"}
SECONDS = 30


def meta(**capabilities):
    return {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientInfo": CLIENT, "io.modelcontextprotocol/clientCapabilities": capabilities}


def initialize(version="2025-11-25", **capabilities):
    return {"protocolVersion": version, "capabilities": capabilities, "clientInfo": CLIENT}


class Stdio:
    """`chitty connect mcp serve` as a client has started it."""

    def __init__(self, chitty, env, *words):
        self.process = subprocess.Popen([chitty, "connect", "mcp", "serve", *words], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines, self.next = queue.Queue(), 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def write(self, raw):
        self.process.stdin.write(raw if raw.endswith(b"\n") else raw + b"\n")
        self.process.stdin.flush()

    def receive(self, seconds=SECONDS):
        line = self.lines.get(timeout=seconds)
        if line is None:
            raise EOFError(self.process.stderr.read().decode())
        return json.loads(line)

    def nothing(self, seconds):
        """True: nothing is said for so long."""
        try:
            self.told = self.receive(seconds)
        except queue.Empty:
            return True
        return False

    def send(self, method, params=None, **more):
        self.next += 1
        self.write(json.dumps({"jsonrpc": "2.0", "id": self.next, "method": method, **({} if params is None else {"params": params}), **more}).encode())
        return self.next

    def ask(self, method, params=None):
        """The answer, whole; what is said before it is kept in `before`."""
        wanted, self.before = self.send(method, params), []
        while True:
            message = self.receive()
            if message.get("id") == wanted and "method" not in message:
                return message
            self.before.append(message)

    def end(self):
        self.process.stdin.close()
        return self.process.wait(timeout=SECONDS)


class Http:
    """One connection to the server at `url`."""

    def __init__(self, url, token=None):
        self.at = urllib.parse.urlsplit(url)
        self.token, self.session, self.version, self.next = token, None, None, 0
        self.connection = http.client.HTTPConnection(self.at.hostname, self.at.port, timeout=SECONDS)

    def headers(self, more):
        all_of_them = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        if self.token:
            all_of_them["Authorization"] = f"Bearer {self.token}"
        if self.session:
            all_of_them["Mcp-Session-Id"] = self.session
        if self.version:
            all_of_them["MCP-Protocol-Version"] = self.version
        all_of_them.update(more)
        return {name: value for name, value in all_of_them.items() if value is not None}

    def request(self, method, body=None, path=None, **more):
        """The reply, its body not yet read."""
        headers = self.headers({name.replace("_", "-"): value for name, value in more.items()})
        self.connection.request(method, path or self.at.path, body, headers)
        return self.connection.getresponse()

    def post(self, body, **more):
        """(status, headers, what was said: the messages of a stream, or the one of JSON)."""
        reply = self.request("POST", body if isinstance(body, bytes) else json.dumps(body).encode(), **more)
        text = reply.read().decode()
        if reply.getheader("Content-Type", "").startswith("text/event-stream"):
            return reply.status, reply.headers, [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]
        return reply.status, reply.headers, [json.loads(text)] if text.startswith(("{", "[")) else []

    def ask(self, method, params=None, **more):
        self.next += 1
        return self.post({"jsonrpc": "2.0", "id": self.next, "method": method, **({} if params is None else {"params": params})}, **more)

    def modern(self, method, params=None, capabilities=None, **more):
        name = (params or {}).get("name") or (params or {}).get("uri")
        headers = {"MCP_Protocol_Version": MODERN, "Mcp_Method": method, **({"Mcp_Name": name} if name else {}), **more}
        return self.ask(method, {**(params or {}), "_meta": meta(**(capabilities or {}))}, **headers)

    def initialize(self, version="2025-11-25", **capabilities):
        status, headers, said = self.ask("initialize", initialize(version, **capabilities))
        self.session, self.version = headers["Mcp-Session-Id"], version
        return status, headers, said
