#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyconnect
"""Every operation of every installed service, driven by the OpenAPI document that the daemon gives: requests that fit it, and requests
that depart from it in one place. None is answered by 500; each answer is one that the document declares, of the shape that it declares;
what does not fit is refused.

fuzz.py BUILD [--only WORD] [--document FILE] [--rounds N] [--seed N]
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import sys
import urllib.parse

here = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(here.parents[3] / "tests/support"), str(here.parents[1] / "testing")]
from local import local
from shapes import Shapes

# What the daemon says of a request before its route is reached (4XX in the document).
BEFORE = {405, 408, 411, 413, 414, 415, 421, 431}
MOST = 256 * 1024


class Operation:
    def __init__(self, path, method, said):
        self.path, self.method, self.said = path, method.upper(), said
        self.parameters = said.get("parameters", [])
        self.service = path.split("/")[1]
        self.own_protocol = "3XX" in said["responses"]
        self.body_type, self.body_schema = None, None
        for kind, media in said.get("requestBody", {}).get("content", {}).items():
            self.body_type, self.body_schema = kind, media.get("schema", {})

    def __str__(self):
        return f"{self.method} {self.path}"


class Fuzzer:
    def __init__(self, document, port, token, seed, rounds):
        self.document, self.port, self.token, self.rounds = document, port, token, rounds
        self.chance = random.Random(seed)
        self.shapes = Shapes(document, self.chance)
        self.known = collections.defaultdict(list)  # names -> values that replies had: what a later request may ask for
        self.counts, self.reached, self.findings = collections.Counter(), set(), []
        self.connection = None

    # --- one request ---

    def send(self, operation, path, query, body, content_type):
        target = path + ("?" + urllib.parse.urlencode(query, doseq=True) if query else "")
        headers = {"Host": f"127.0.0.1:{self.port}", "Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["Content-Type"] = content_type
        for attempt in (0, 1):
            try:
                if not self.connection:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                self.connection.request(operation.method, target, body, headers)
                reply = self.connection.getresponse()
                streams = "event-stream" in (reply.getheader("Content-Type") or "")
                text = reply.read1(MOST) if streams else reply.read(MOST)
                if streams or reply.will_close or not reply.isclosed():
                    self.connection.close()
                    self.connection = None
                return reply.status, (reply.getheader("Content-Type") or "").split(";")[0], text, target
            except (OSError, http.client.HTTPException) as gone:
                self.connection = None
                if attempt:
                    return 0, "", repr(gone).encode(), target

    def judge(self, operation, words, must_refuse, sent, answer):
        status, kind, text, target = answer
        self.counts[status // 100] += 1
        if 200 <= status < 300:
            self.reached.add(str(operation))
        told = self.told(operation, must_refuse, status, kind, text)
        if told:
            self.findings.append(f"{operation}: {words}\n    {target} {(sent or b'')[:300]!r}\n    {status} {kind} {text[:300]!r}\n    {told}")

    def told(self, operation, must_refuse, status, kind, text):
        if status in (0, 500, 502, 507):
            return "failed inside"
        responses = operation.said["responses"]
        said = responses.get(str(status)) or responses.get(f"{status // 100}XX")
        if not said or (400 <= status < 500 and str(status) not in responses and not operation.own_protocol and status not in BEFORE):
            return "is not a status that the document declares"
        if must_refuse and status < 400 and not operation.own_protocol:
            return "was not refused"
        said = self.shapes.followed(said)
        content = said.get("content", {})
        if status == 304 or (300 <= status < 400):
            return None
        if not content:
            return "has a body, and the document declares none" if text else None
        if "*/*" in content or operation.method == "HEAD":
            return None
        # RFC 6839: what ends with +json is read as JSON.
        kind = "application/json" if kind.endswith("+json") else kind
        if kind not in content:
            return f"is {kind}, and the document declares {', '.join(content)}"
        return self.departs(content[kind].get("schema"), kind, text)

    def departs(self, schema, kind, text):
        if schema is None or len(text) >= MOST or kind not in ("application/json", "application/x-ndjson"):
            return None
        try:
            values = [json.loads(text)] if kind == "application/json" else [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as wrong:
            return f"is not JSON: {wrong}"
        departures = [d for value in values for d in self.shapes.departures(schema, value)]
        for value in values:
            self.learn(value)
        return "; ".join(departures[:3]) or None

    def learn(self, value, name=""):
        if isinstance(value, dict):
            for member, inner in value.items():
                self.learn(inner, member)
        elif isinstance(value, list):
            for inner in value[:5]:
                self.learn(inner, name)
        elif isinstance(value, str) and value and len(self.known[name]) < 50 and value not in self.known[name]:
            self.known[name].append(value)

    # --- what is sent ---

    def value_of(self, parameter):
        name = parameter["name"]
        pool = self.known[name] or (self.known["id"] if name.lower().endswith("id") else [])
        fitting = [value for value in pool if self.shapes.fits(parameter["schema"], value)]
        if fitting and self.chance.random() < 0.7:
            return self.chance.choice(fitting)
        return self.shapes.value(parameter["schema"], name)

    @staticmethod
    def as_text(value):
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list):
            return [Fuzzer.as_text(one) for one in value]
        return value if isinstance(value, str) else json.dumps(value)

    def fitting(self, operation):
        """(values of the path, the query, a body or None) of a request as the document has it."""
        path = {p["name"]: self.value_of(p) for p in operation.parameters if p["in"] == "path"}
        query = {p["name"]: self.value_of(p) for p in operation.parameters if p["in"] == "query" and (p.get("required") or self.chance.random() < 0.4)}
        body = self.shapes.value(operation.body_schema) if operation.body_schema is not None else None
        return path, {k: v for k, v in query.items() if v != ""}, body

    def filled(self, operation, values):
        path = operation.path
        for name, value in values.items():
            path = path.replace("{" + name + "}", urllib.parse.quote(str(self.as_text(value)), safe=""))
        return path

    def encoded(self, operation, body):
        kind = operation.body_type
        if kind is None:
            return None, None
        if kind == "application/x-www-form-urlencoded":
            pairs = body.items() if isinstance(body, dict) else []
            return urllib.parse.urlencode({k: self.as_text(v) for k, v in pairs}).encode(), kind
        if kind in ("application/json", "application/x-ndjson"):
            return json.dumps(body).encode(), kind
        return b"\x00\x01 not much of anything", "application/octet-stream" if kind == "*/*" else kind

    def try_one(self, operation, words, path, query, body, must_refuse=False, raw=None):
        sent, kind = (raw, operation.body_type) if raw is not None else self.encoded(operation, body)
        answer = self.send(operation, self.filled(operation, path), {k: self.as_text(v) for k, v in query.items()}, sent, kind)
        self.judge(operation, words, must_refuse, sent, answer)

    def fuzz(self, operation):
        for _ in range(self.rounds):
            self.try_one(operation, "as the document has it", *self.fitting(operation))
        path, query, body = self.fitting(operation)
        if operation.body_type in ("application/json", "application/x-ndjson"):
            self.wrong_bodies(operation, path, query, body)
        for parameter in operation.parameters:
            if parameter["in"] == "query":
                self.wrong_query(operation, parameter, path, query, body)
            if parameter["in"] == "path":
                for value in ("a" * 3000, "\u0000", "../../x", "%", "é\u202e"):
                    self.try_one(operation, f"path {parameter['name']} is odd", {**path, parameter["name"]: value}, query, body)

    def wrong_bodies(self, operation, path, query, body):
        raws = [b"{", b"[", b"\xff\xfe", b'{"a":1,"a":2}', b"[" * 5000, b"nul", b'"\\ud800"', b"{}" * 3, b'{"a":' * 300 + b"1" + b"}" * 300]
        lines = operation.body_type == "application/x-ndjson"  # a line that does not fit is told in its place
        for raw in raws:
            self.try_one(operation, "a body that is not JSON", path, query, None, raw=raw)
        for words, wrong in self.shapes.wrong(operation.body_schema, body):
            self.try_one(operation, f"body: {words}", path, query, wrong, must_refuse=not lines)

    def wrong_query(self, operation, parameter, path, query, body):
        schema = self.shapes.merged(parameter["schema"])
        if parameter.get("required"):
            self.try_one(operation, f"query {parameter['name']} is missing", path, {k: v for k, v in query.items() if k != parameter["name"]}, body, must_refuse=True)
        wrong = []
        if schema.get("type") == "integer":
            wrong += ["x", "1.5", "9" * 30, "1e3"] + [schema[b] + s for b, s in (("minimum", -1), ("maximum", 1)) if b in schema]
        if "enum" in schema:
            wrong.append("no-such-choice")
        if schema.get("type") == "boolean":
            wrong.append("maybe")
        if schema.get("type") == "string" and "maxLength" in schema:
            wrong.append("x" * (schema["maxLength"] + 1))
        for value in wrong:
            self.try_one(operation, f"query {parameter['name']} is wrong", path, {**query, parameter["name"]: value}, body, must_refuse=True)
        for value in ("\u0000", "é\u202e'\";--", "x" * 5000):
            self.try_one(operation, f"query {parameter['name']} is odd", path, {**query, parameter["name"]: value}, body)


def ordered(document):
    """Those that make things first, then those that read them, then those that end them."""
    order = {"post": 0, "put": 1, "patch": 1, "get": 2, "delete": 3}
    all_ = [Operation(path, method, said) for path, item in document["paths"].items() for method, said in item.items()]
    return sorted(all_, key=lambda one: order[one.method.lower()])


def served(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/chittyconnect/openapi.json", headers={"Host": f"127.0.0.1:{port}"})
    return connection.getresponse().read()


def run(asked, port, token):
    document = json.loads(pathlib.Path(asked.document).read_bytes() if asked.document else served(port))
    fuzzer = Fuzzer(document, port, token, asked.seed, asked.rounds)
    operations = [one for one in ordered(document) if asked.only in str(one)]
    for operation in operations:
        fuzzer.fuzz(operation)
    for finding in fuzzer.findings:
        print(finding)
    requests = sum(fuzzer.counts.values())
    print(f"{len(operations)} operations, {requests} requests: " + ", ".join(f"{count} of {kind}xx" for kind, count in sorted(fuzzer.counts.items())) +
          f"; {len(fuzzer.reached)} operations succeeded at least once; {len(fuzzer.findings)} findings")
    return 1 if fuzzer.findings or not operations else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build")
    parser.add_argument("--only", default="")
    parser.add_argument("--document", help="this one, not the daemon's own")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with local(asked.build) as chitty:
        sys.exit(run(asked, chitty.port, chitty.token()))


if __name__ == "__main__":
    main()
