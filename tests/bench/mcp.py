#!/usr/bin/env python3
"""The MCP server beside the official TypeScript one: requests a second over standard input and output, and the time to a first answer.

mcp.py BUILD MODULES [SECONDS]      MODULES: a node_modules with @modelcontextprotocol/sdk and Node 24

`tools/list` with 200 tools of each; `tools/call` of a read command that runs in a process of its own, beside a tool of the other server that starts the
same command, and one that does nothing but hand its arguments back.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
AT_ONCE = 16


def environment(home, build):
    env = {name: value for name, value in os.environ.items() if not name.startswith(("CHITTY", "XDG_"))}
    return {**env, "HOME": home, "CHITTY_PLUGIN_PATH": f"{build}/zoo/good-c"}


class Server:
    def __init__(self, command, env, cwd=None):
        self.began = time.perf_counter()
        self.process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.number = 0
        self.ask("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}})
        self.first = time.perf_counter() - self.began

    def send(self, method, params):
        self.number += 1
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}).encode() + b"\n")

    def ask(self, method, params):
        self.send(method, params)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def rate(self, method, params, seconds):
        """Answers a second, with some requests under way at any time."""
        for _ in range(AT_ONCE):
            self.send(method, params)
        self.process.stdin.flush()
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            line = self.process.stdout.readline()
            assert b'"result"' in line[:200] or b'"result"' in line, line[:300]
            count += 1
            self.send(method, params)
            self.process.stdin.flush()
        took = time.perf_counter() - began
        for _ in range(AT_ONCE):
            self.process.stdout.readline()
        return count / took

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def main(build, modules, seconds=5.0):
    build, modules = pathlib.Path(build).resolve(), pathlib.Path(modules).resolve()
    with tempfile.TemporaryDirectory() as home:
        env = environment(home, build)
        chitty, node = str(build / "bin/chitty"), str(modules / ".bin/node")
        script = pathlib.Path(home) / "mcp_server.mjs"
        script.write_text((HERE / "mcp_server.mjs").read_text())
        (pathlib.Path(home) / "node_modules").symlink_to(modules)
        allow = [word for effect in ("create", "update", "delete", "run") for word in ("--allow", effect)]
        ours = [chitty, "connect", "mcp", "serve", "--all", *allow]
        theirs = [node, str(script), "200", chitty, "zoo", "echo", "-o", "ndjson", "--", "a"]
        first = {name: statistics.median(once(command, env) for _ in range(9)) for name, command in (("chitty", ours[:4]), ("TypeScript", theirs))}
        for name, took in first.items():
            print(f"start to first answer   {name:11} {took * 1000:8.1f} ms")
        one, other = Server(ours, env), Server(theirs, env)
        count = len(one.ask("tools/list", {})["result"]["tools"])
        rates = {}
        for what, server, method, params in (("tools/list", one, "tools/list", {}), ("tools/list", other, "tools/list", {}),
                                             ("tools/call apart", one, "tools/call", {"name": "zoo_echo", "arguments": {"words": ["a"]}}),
                                             ("tools/call apart", other, "tools/call", {"name": "run", "arguments": {}}),
                                             ("tools/call nothing", other, "tools/call", {"name": "tool_1", "arguments": {"words": ["a"]}}),
                                             ("tools/call nothing", one, "tools/call", {"name": "commands_search", "arguments": {"query": "nothing of that kind", "limit": 1}})):
            name = "chitty" if server is one else "TypeScript"
            rates[what, name] = server.rate(method, params, seconds)
            print(f"{what:23} {name:11} {rates[what, name]:8.0f} a second" + (f" ({count if server is one else 200} tools)" if what == "tools/list" else ""))
        for what in dict.fromkeys(what for what, _ in rates):
            print(f"{what:23} ratio       {rates[what, 'chitty'] / rates[what, 'TypeScript']:8.2f}")
        one.end(), other.end()


def once(command, env):
    server = Server(command, env)
    server.end()
    return server.first


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(float, sys.argv[3:]))
