"""Requests to chittytrust as several people, for tests with a running chittyd."""
import http.client
import json


class Person:
    def __init__(self, port, token, subject="owner"):
        self.port, self.token, self.subject = port, token, subject

    def at(self, port):
        """The same person at another daemon."""
        return Person(port, self.token, self.subject)

    def ask(self, method, path, body=None, service="chittytrust", **headers):
        """Status, and the reply's JSON or text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            content = body if body is None or isinstance(body, str) else json.dumps(body)
            connection.request(method, f"/{service}{path}", content, {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | headers)
            reply = connection.getresponse()
            text = reply.read().decode()
        finally:
            connection.close()
        try:
            return reply.status, json.loads(text)
        except ValueError:
            return reply.status, text

    def must(self, method, path, body=None, service="chittytrust"):
        status, reply = self.ask(method, path, body, service)
        assert status < 300, (method, path, status, reply)
        return reply


def owner_of(chitty):
    return Person(chitty.port, chitty.token())


def people(chitty, number, scopes=("chittytrust:read", "chittytrust:write")):
    """Identities with a token each."""
    owner, made = owner_of(chitty), []
    for _ in range(number):
        did = owner.must("POST", "/mint", {"entityType": "person"}, "chittyid")["did"]
        token = owner.must("POST", "/v1/tokens/provision", {"scope": sorted(scopes), "chittyId": did, "rateLimit": {"requests": 0}}, "chittyauth")["token"]
        made.append(Person(chitty.port, token, did))
    return made
