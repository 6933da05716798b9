#!/usr/bin/env python3
# ctest: on sqlite, needs chittyconnect
"""MCP over standard input and output: both eras, a third party's commands as tools, what crashes, what never ends, what is no message.

mcp_stdio.py BUILD
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"), str(pathlib.Path(__file__).resolve().parents[1] / "testing")]
from local import environment
from mcp_clients import Stdio, initialize, meta

build = pathlib.Path(sys.argv[1]).resolve()
ECHO = {"name": "zoo_echo", "arguments": {"words": ["a", "--yes"], "count": 3}}


def open_client(home, *words, plugins=("good-c",)):
    path = ":".join(str(build / "zoo" / case) for case in plugins)
    return Stdio(str(build / "bin/chitty"), {**environment(home), "CHITTY_PLUGIN_PATH": path}, *words)


def code(answer):
    return answer["error"]["code"]


def legacy(home):
    client = open_client(home)
    assert code(client.ask("no/such")) == -32601
    assert code(client.ask("tools/list")) == -32600, "before initialize"
    begun = client.ask("initialize", initialize())["result"]
    assert begun["protocolVersion"] == "2025-11-25" and begun["serverInfo"]["name"] == "chitty", begun
    client.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}')
    tools = client.ask("tools/list")["result"]
    assert "nextCursor" not in tools and len(tools["tools"]) <= 40, len(tools["tools"])
    for tool in tools["tools"]:
        assert tool["inputSchema"]["type"] == "object" and "$schema" not in tool["inputSchema"], tool
        assert len("mcp__chitty__" + tool["name"]) <= 60, tool["name"]
    echo = client.ask("tools/call", ECHO)["result"]
    assert not echo.get("isError"), echo
    assert echo["structuredContent"]["words"] == ["a", "--yes"] and echo["structuredContent"]["count"] == 3, echo
    assert json.loads(echo["content"][0]["text"]) == echo["structuredContent"]
    wrong = client.ask("tools/call", {"name": "zoo_echo", "arguments": {"count": 10}})["result"]
    assert wrong["isError"] and "count" in wrong["content"][0]["text"] and "structuredContent" not in wrong, wrong
    assert client.ask("tools/call", {"name": "zoo_echo", "arguments": {"other": 1}})["result"]["isError"]
    assert code(client.ask("tools/call", {"name": "nothing"})) == -32602
    found = client.ask("tools/call", {"name": "commands_search", "arguments": {"query": "hand the arguments back"}})["result"]
    assert found["structuredContent"]["records"][0]["name"] == "zoo_echo", found
    called = client.ask("tools/call", {"name": "commands_call", "arguments": {"name": "zoo_echo", "arguments": {"words": ["x"]}}})["result"]
    assert called["structuredContent"]["words"] == ["x"], called
    assert {"chitty://catalogue", "chitty://config"} <= {one["uri"] for one in client.ask("resources/list")["result"]["resources"]}
    for uri in ("chitty://catalogue", "chitty://config", "chitty://commands/zoo_echo"):
        assert client.ask("resources/read", {"uri": uri})["result"]["contents"][0]["text"], uri
    assert code(client.ask("resources/read", {"uri": "chitty://nothing"})) == -32002
    assert client.end() == 0


def modern(home):
    client = open_client(home)
    found = client.ask("server/discover", {"_meta": meta()})["result"]
    assert found["resultType"] == "complete" and "2026-07-28" in found["supportedVersions"], found
    tools = client.ask("tools/list", {"_meta": meta()})["result"]
    assert tools["ttlMs"] >= 0 and tools["cacheScope"] == "private" and tools == client.ask("tools/list", {"_meta": meta()})["result"]
    assert client.ask("tools/call", {**ECHO, "_meta": meta()})["result"]["structuredContent"]["count"] == 3
    assert code(client.ask("ping", {"_meta": meta()})) == -32601
    assert code(client.ask("server/discover", {})) == -32602
    other = {**meta(), "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    refused = client.ask("tools/list", {"_meta": other})["error"]
    assert refused["code"] == -32022 and "2026-07-28" in refused["data"]["supported"], refused
    client.send("subscriptions/listen", {"notifications": {"toolsListChanged": True}, "_meta": meta()})
    told = client.receive()
    assert told["method"] == "notifications/subscriptions/acknowledged", told
    assert client.end() == 0


def what_is_no_message(home):
    client = open_client(home)
    client.ask("initialize", initialize())
    for raw, wanted in [(b"{", -32700), (b"nonsense", -32700), (b'"\xff"', -32700), (b"[" * 100_000, -32700), (b'{"a":' * 100, -32700), (b'"' + b"x" * (5 << 20) + b'"', -32700),
                        (b"[]", -32600), (b'[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600), (b"7", -32600), (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
                        (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600), (b'{"id":1,"method":"ping"}', -32600), (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":7}', -32602)]:
        client.write(raw)
        answer = client.receive()
        assert code(answer) == wanted, (raw[:60], answer)
    client.write(b"\n\n  \n")
    client.write(b'{"jsonrpc":"2.0","id":99,"result":{}}')  # an answer to nothing
    client.write(b'{"jsonrpc":"2.0","method":"no/such"}')
    deep = {"name": "zoo_echo", "arguments": {"words": [json.loads("[" * 50 + "]" * 50)]}}
    assert client.ask("tools/call", deep)["result"]["isError"]
    huge = client.ask("tools/call", {"name": "zoo_echo", "arguments": {"words": ["x" * (3 << 20)]}})["result"]
    assert huge.get("isError") or len(huge["content"][0]["text"]) > 1000
    assert client.ask("ping")["result"] == {}
    assert client.end() == 0
    older = open_client(home)
    older.ask("initialize", initialize("2025-03-26"))
    older.write(b'[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"}]')
    assert older.receive() == [{"jsonrpc": "2.0", "id": "a", "result": {}}]
    assert older.end() == 0


def what_goes_wrong(home):
    client = open_client(home, "--all", plugins=("good-c", "segfaults", "loops", "bad_record", "exits"))
    client.ask("initialize", initialize())
    for name in ("segfaults_echo", "exits_echo"):
        broken = client.ask("tools/call", {"name": name, "arguments": {}})["result"]
        assert broken["isError"] and "plugin" in broken["content"][0]["text"], broken
    looping = client.send("tools/call", {"name": "loops_echo", "arguments": {}, "_meta": {"progressToken": "p"}})
    steps = []
    while len(steps) < 2:
        told = client.receive()
        assert told["method"] == "notifications/progress", told
        steps.append(told["params"]["progress"])
    assert steps[0] < steps[1], steps
    began = time.monotonic()
    assert client.ask("tools/call", ECHO)["result"]["structuredContent"]["count"] == 3, "others go on meanwhile"
    client.write(json.dumps({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": looping}}).encode())
    assert client.nothing(4), f"told after it was cancelled: {client.told}"
    assert client.ask("ping")["result"] == {}
    assert time.monotonic() - began < 30
    client.send("tools/call", {"name": "loops_echo", "arguments": {}})
    assert client.end() == 0, "the end of the input is the end, whatever runs"


def workers(client):
    """The processes that stay for the next call of the same plugin: by number."""
    listed = subprocess.run(["pgrep", "-P", str(client.process.pid)], capture_output=True, text=True, check=False).stdout
    return {int(number) for number in listed.split() if pathlib.Path(f"/proc/{number}/cmdline").read_bytes() == b"chitty-work\0"}


def what_stays(home):
    """Commands that only read run one after another in a process that stays; a crash ends it alone, and nothing outlives the server."""
    client = open_client(home, "--all", "--allow", "update", plugins=("good-c", "segfaults", "loops"))
    client.ask("initialize", initialize())
    for _ in range(20):
        assert client.ask("tools/call", ECHO)["result"]["structuredContent"]["count"] == 3
    first = workers(client)
    assert len(first) == 1, first
    assert client.ask("tools/call", {"name": "segfaults_echo", "arguments": {}})["result"]["isError"]
    assert client.ask("tools/call", ECHO)["result"]["structuredContent"]["count"] == 3
    assert workers(client) == first, "the crash of one plugin was another's"
    (number,) = first
    os.kill(number, signal.SIGKILL)
    assert client.ask("tools/call", ECHO)["result"]["structuredContent"]["count"] == 3, "one that was killed while it waited"
    assert workers(client).isdisjoint(first)
    # What does more than read has a process of its own; and the configuration is read for each call.
    before = workers(client)
    for value in ("http://127.0.0.1:1", "http://127.0.0.1:2"):
        changed = client.ask("tools/call", {"name": "config_set", "arguments": {"key": "chittyos.baseUrl", "value": value}})["result"]
        assert not changed.get("isError"), changed
        got = client.ask("tools/call", {"name": "config_get", "arguments": {"key": "chittyos.baseUrl"}})["result"]
        assert value in got["content"][0]["text"], got
    assert len(workers(client) - before - first) <= 1, "that of 'config get' alone"
    # Killed in the middle of a call, the server leaves nobody behind.
    client.send("tools/call", {"name": "loops_echo", "arguments": {}})
    deadline = time.monotonic() + 20
    while not any("loops" in pathlib.Path(f"/proc/{one}/maps").read_text() for one in workers(client)):
        assert time.monotonic() < deadline, "it never began"
        time.sleep(0.05)
    left = workers(client)
    client.process.kill()
    client.process.wait()
    while any(pathlib.Path(f"/proc/{one}").exists() for one in left):
        assert time.monotonic() < deadline + 20, f"still there: {left}"
        time.sleep(0.05)


with tempfile.TemporaryDirectory(prefix="chitty-mcp-") as folder:
    for part in (legacy, modern, what_is_no_message, what_goes_wrong, what_stays):
        part(folder)
        print(f"{part.__name__}: as it must be")
