"""A browser at the portal, as far as the contracts need one: it signs in by a link, and keeps the cookie and the key."""
import http.client
import json


class Browser:
    def __init__(self, port):
        self.port, self.cookie, self.key = port, None, None
        self.origin = f"http://127.0.0.1:{port}"

    def headers(self, **more):
        own = {"Sec-Fetch-Site": "same-origin", "Origin": self.origin, "Cookie": self.cookie, "Chitty-Portal-Key": self.key, **more}
        return {name: value for name, value in own.items() if value is not None}

    def begin(self, method, path, body=None, timeout=30, **more):
        """The connection and the reply, whose body is still to be read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = self.headers(**{name.replace("_", "-"): value for name, value in more.items()})
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, f"/chittyportal{path}", None if body is None else json.dumps(body), headers)
        return connection, connection.getresponse()

    def ask(self, method, path, body=None, **more):
        connection, reply = self.begin(method, path, body, **more)
        text = reply.read().decode()
        connection.close()
        return reply.status, text, reply.headers

    def sign_in(self, url):
        status, text, headers = self.ask("POST", "/session", {"code": url.split("#code=")[1]})
        if status == 200:
            self.cookie, self.key = headers["Set-Cookie"].split(";")[0], json.loads(text)["key"]
        return status, text


def link(daemon, *environment):
    return daemon.json("portal", "dashboard", "open", "--print")["url"]
