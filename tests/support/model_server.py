"""A model that does as it is told: also what none should. OpenAI's wire, streamed."""
import contextlib
import http.server
import json
import threading
import time


class ModelServer:
    def __init__(self, answer="ready"):
        self.answer, self.how, self.asked, self.headers = answer, "well", [], []
        self.pause, self.first_at = 0.0, None  # seconds between two pieces; when the first one was about to go out (time.monotonic)
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.asked.append(body)
                owner.headers.append(dict(self.headers))
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
                    owner.reply(self, body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def reply(self, handler, body):
        def head(status, kind, **headers):
            handler.send_response(status)
            for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.close_connection = True

        def event(data, end="\n\n"):
            text = f"data: {data if isinstance(data, str) else json.dumps(data)}{end}".encode()
            for at in range(0, len(text), 7):  # in pieces that are no lines
                handler.wfile.write(text[at:at + 7])
                handler.wfile.flush()

        def piece(text, **more):
            return {"model": body["model"], "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None, **more}]}

        answer = self.answer(body) if callable(self.answer) else self.answer
        if self.how == "busy":
            head(429, "application/json", Retry_After="7")
            return handler.wfile.write(b'{"error":{"message":"too many"}}')
        if self.how == "down":
            head(500, "text/html")
            return handler.wfile.write(b"<h1>oh</h1>")
        if self.how == "whole":
            head(200, "application/json")
            return handler.wfile.write(json.dumps({"choices": [{"message": {"content": answer}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 2}}).encode())
        head(200, "text/event-stream")
        if self.how == "error in a 200":
            return event({"error": {"message": "overloaded"}})
        if self.how == "asks for a tool":
            event({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": {"name": "send_mail", "arguments": "{}"}}]}, "finish_reason": "tool_calls"}]})
            return event("[DONE]")
        if self.how == "slow":
            for _ in range(30):
                event(piece(" "))
                time.sleep(0.2)
        if self.how == "broken UTF-8":
            return handler.wfile.write(b'data: {"choices":[{"delta":{"content":"\xff\xfe"}}]}\n\n')
        if self.how == "flood":
            while True:
                event(piece("x" * 4096))
        self.first_at = None
        for at in range(0, len(answer), 3):
            self.first_at = self.first_at or time.monotonic()
            event(piece(answer[at:at + 3]), end="\r\n\r\n" if at % 2 else "\r\r")
            time.sleep(self.pause)
            if self.how == "cut off" and at >= 3:
                return
        event({"choices": [], "usage": {"prompt_tokens": 40, "completion_tokens": 9}})
        event(piece("", finish_reason="stop"))
        if self.how != "without an end":
            event("[DONE]")
