"""A remote that misbehaves as told: a loopback server with one scripted answer for each path, and a record of what came.

    with FakeRemote({"/mint": answer(500, b"<html>…", "text/html")}) as remote: ... remote.url, remote.seen
An answer is bytes to send as they are, or a function (request) -> bytes; None closes without a word; HANG never answers.
"""
import contextlib
import socket
import threading

HANG = object()


def answer(status, body=b"", content_type="application/json", headers=(), length=None):
    if isinstance(body, str):
        body = body.encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}", "Connection: close", *headers]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class FakeRemote:
    def __init__(self, answers, host="127.0.0.1"):
        self.answers, self.seen = answers, []
        self.socket = socket.create_server((host, 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self.held = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Woken before the number is given away: else it would go on to take the next server's visitors.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join(timeout=5)
        self.socket.close()
        for connection in self.held:
            connection.close()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        with contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return connection.close()
                head += piece
            text, _, body = head.partition(b"\r\n\r\n")
            lines = text.decode("latin-1").split("\r\n")
            method, target, _ = lines[0].split(" ", 2)
            headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
            while len(body) < int(headers.get("content-length", 0)):
                body += connection.recv(65536)
            request = {"method": method, "target": target, "headers": headers, "body": body}
            self.seen.append(request)
            reply = self.answers.get(target.split("?")[0], self.answers.get("*"))
            if callable(reply):
                reply = reply(request)
            if reply is HANG:
                self.held.append(connection)
                return
            if reply is not None:
                connection.sendall(reply)
            connection.close()
