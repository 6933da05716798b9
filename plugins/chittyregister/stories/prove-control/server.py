"""A service on loopback: /health, the text of a challenge at its path, or a redirect instead of it while the file `astray` is there."""
import http.server
import os
import pathlib


class Service(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            return self.give(200, b'{"status":"ok"}')
        if os.path.exists("astray"):
            return self.give(302, b"", Location="/health")
        right = self.path == pathlib.Path("path").read_text()
        self.give(200 if right else 404, pathlib.Path("text").read_bytes() if right else b"")

    def give(self, status, text, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Service)
pathlib.Path("port").write_text(str(server.server_port))
server.serve_forever()
