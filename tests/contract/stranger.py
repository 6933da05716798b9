#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""A credential for the local ChittyOS goes to this user's own daemon and to nobody else: with the daemon down, a program that
listens on its port gets nothing, whether it is another user's or this user's own.

stranger.py BUILD
"""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import Local, free_port

NOBODY = 65534
LISTEN = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("listens", flush=True)
while True:
    client, _ = server.accept()
    client.settimeout(3)
    try:
        print(repr(client.recv(65536)), flush=True)
        client.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\n\\r\\n{}")
    except OSError as wrong:
        print(repr(wrong), flush=True)
    client.close()
"""


def listener(port, user):
    words = [sys.executable, "-c", LISTEN, str(port)]
    if user is not None:
        words = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *words]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "listens\n"
    return process


def heard(process):
    process.terminate()
    return process.communicate()[0]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    strangers = [None] + ([NOBODY] if os.geteuid() == 0 else [])
    if len(strangers) == 1:
        print("without another user: only root can be one")
    with tempfile.TemporaryDirectory(prefix="chitty-stranger-") as home:
        local = Local(build, home)
        assert local.init().returncode == 0
        token = local.token()
        commands = (("id", "list"), ("id", "mint", "--entity", "PERSON"), ("remote", "test", "chittyid"),
                    ("api", "/x", "--remote", "chittyid"), ("api", "POST", "/x", "--remote", "chittyid"))
        for user, whose in zip(strangers, ("python3", "nobody")):
            for words in commands:
                stranger = listener(local.port, user)
                done = local.run(*words)
                got = heard(stranger)
                assert token not in got and "Bearer" not in got, (words, got)
                if words[0] in ("id", "api"):
                    assert done.returncode == 7 and whose in done.stderr and "not sent" in done.stderr, (words, done)
        assert local.run("os", "up").returncode == 0
        for words in commands:
            assert local.run(*words).returncode in (0, 1, 5), words
        # A credential of one's own is kept back as well: the port is known to be the daemon's.
        assert local.run("config", "set", "chittyos.token", "canary-0123456789").returncode == 0
        assert local.run("os", "down").returncode == 0
        stranger = listener(local.port, None)
        done = local.run("id", "list")
        assert done.returncode == 7 and "canary-0123456789" not in heard(stranger), done
        # For something else that is tried out on this machine there is the person's own word: an address of its own.
        port = free_port()
        assert local.run("config", "set", "chittyos.baseUrl", f"http://127.0.0.1:{port}").returncode == 0
        own = listener(port, None)
        local.run("id", "list")
        assert "canary-0123456789" in heard(own)


main()
