"""chittycases as chittychat asks it, where that is not installed: one case with the pages of its documents."""
import http.server
import json
import threading
import urllib.parse


class CaseServer:
    def __init__(self, case, documents):
        """`documents`: name -> texts of its pages. Pages are found by a word that is in them."""
        self.case, self.documents, self.asked = case, documents, []
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                owner.asked.append(self.path)
                url = urllib.parse.urlsplit(self.path)
                status, body = owner.reply(url.path.split("/")[1:], dict(urllib.parse.parse_qsl(url.query)))
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def pages(self, name):
        return [{"document": name, "name": name, "page": n, "text": text} for n, text in enumerate(self.documents[name], 1)]

    def reply(self, words, query):
        if words[:2] != ["api", "cases"] or words[2:3] != [self.case["id"]]:
            return 404, {"success": False, "error": "NOT_FOUND", "message": "There is no such case."}
        if len(words) == 3:
            return 200, {"success": True, **self.case, "documents": len(self.documents)}
        if words[3:] == ["documents"]:
            return 200, {"success": True, "documents": [{"id": name, "name": name} for name in self.documents], "metadata": {"nextCursor": None}}
        if words[3:] == ["pages"]:
            found = [page for name in self.documents for page in self.pages(name) if query["q"].lower() in page["text"].lower()]
            return 200, {"success": True, "pages": found[:int(query["limit"])]}
        return 200, {"success": True, "pages": [page for page in self.pages(words[4]) if page["page"] > int(query["after"])]}
