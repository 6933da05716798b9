"""Five services, each unwell in its own way but the first; nothing is told of the caller but whether a credential came."""
import http.server
import socket
import threading


def serve(status, body, kind="application/json", **headers):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(500 if self.headers.get("Authorization") else status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever).start()
    return server.server_address[1]


well = serve(200, b'{"status":"ok","service":"well","version":"2.1.0"}')
silent = socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
ports = [well, serve(200, b"<html>Welcome", "text/html"), serve(200, b'{"status":"ok","service":"well"}'),
         serve(302, b"", Location=f"http://127.0.0.1:{well}/health"), silent.getsockname()[1]]
print(*ports, flush=True)
