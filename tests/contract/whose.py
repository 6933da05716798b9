#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""Whose is it: every route of a service, among those that it asks, asked by its owner and by two strangers. A route joins by being
in a manifest.

whose.py BUILD NAME PLUGIN.so ...       NAME: the service whose routes the strangers ask

Ada makes something at each route that makes something, of this service, of those that it asks and of those that know her (who share nothing
with the others), with words that are nobody else's business in every text that the route
takes (canaries), and its ids are kept. Then Bob and Cleo, who have registered as she has, ask every route of NAME, with all her ids
wherever an id fits, and so does nobody, without a token. What must hold, by the word `sees` of each route:

- no canary is ever in an answer to anybody but Ada;
- own:  what has an id is not there for others (no 2xx); what Ada has is the same afterwards, at each service;
- any:  refused to whoever has registered: its scope is none that a newcomer has;
- the test is not blind: Ada sees each canary again, and each route of hers with an id gives her 2xx for one of them.
"""
import contextlib
import hashlib
import http.client
import itertools
import json
import pathlib
import re
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/support"))
from local import local

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"
NEWCOMER = {"chittyid:read", "chittyid:generate", "chittyauth:read", "chittyauth:write"}
# What a text of this name must be, where a schema does not say; else it is a canary.
WORDS = {"entityType": "P", "entity": "P", "type": "Member", "scope": ["chittyid:read"], "scopes": ["chittyid:read"],
         "redirect_uris": ["https://CANARY.example/cb"], "grant_types": ["authorization_code"], "jurisdiction": "USA", "region": "1",
         "characterization": "Natural", "client_id": None, "userId": None, "service": None, "chittyId": None, "subject": None, "rateLimit": None,
         "jwt": None, "token": None}
# Members of bodies that everybody may see by their purpose, by service: plugins/NAME/testing/hers.json, "public".
PUBLIC = {file.parents[1].name: set(json.loads(file.read_text()).get("public", [])) for file in SOURCE.glob("plugins/*/testing/hers.json")}
IDS = re.compile(r"(^|_)(id|did)$|Id$|^(chittyId|subject)$")  # members whose values are ids
CHANGES = {"timestamp", "last_used_at", "uses", "ttl", "rateLimitRemaining", "expiresAt", "requestsToday",
           "checked", "size", "root", "hashes", "signedNote", "total_events", "failed_count", "error_rate", "last_event"}
failures, asked = [], 0


def manifest_of(path):
    data = path.read_bytes()
    start = data.index(MAGIC)
    return json.loads(data[start + 64:start + 64 + int.from_bytes(data[start + 24:start + 32], "little")])


def wrong(*words):
    failures.append(" ".join(map(str, words)))


class Route:
    def __init__(self, manifest, route, first):
        said = first | route  # what it does not say itself, the first of its handler does
        self.service, self.defs = manifest["name"], manifest.get("$defs", {})
        self.method, self.path = route["method"], route["path"]
        self.body, self.scope, self.sees = said.get("body"), route.get("scope"), said.get("sees")
        self.variables = re.findall(r"{([^}]+)}", self.path)
        self.is_form = isinstance(self.body, dict) and "form" in self.body
        self.is_list = said.get("records") is not None  # of a name: what is in it must be one's own, and that it is there tells nothing
        self.is_endless = isinstance(said.get("reply"), dict) and "sse" in said["reply"]

    def __str__(self):
        return f"{self.method} /{self.service}{self.path}"

    def schema(self, of):
        if isinstance(of, dict) and str(of.get("$ref", "")).startswith("#/$defs/"):
            return self.schema(self.defs.get(of["$ref"][8:], {})) | {k: v for k, v in of.items() if k != "$ref"}
        return of if isinstance(of, dict) else {}

    def example(self, of, name, ids, canary, all_members=True):
        of = self.schema(of)
        kind = of.get("type")
        kinds = kind if isinstance(kind, list) else [kind]
        if "const" in of:
            return of["const"]
        if "enum" in of:
            return of["enum"][0]
        if name in ids:
            return ids[name]
        if name in PUBLIC.get(self.service, ()):
            return {} if "object" in kinds else "published"
        if name in WORDS:
            return json.loads(json.dumps(WORDS[name]).replace("CANARY", canary()))
        if "object" in kinds or "properties" in of:
            members = {one: self.example(schema, one, ids, canary, all_members) for one, schema in of.get("properties", {}).items()
                       if all_members or one in of.get("required", [])}
            return {one: value for one, value in members.items() if value is not None} or {"note": canary()}
        if "integer" in kinds or "number" in kinds:
            return max(of.get("minimum", 1), 3600000 if name == "expiresIn" else 1)
        if "boolean" in kinds:
            return False
        if "array" in kinds:
            return [self.example(of.get("items", {"type": "string"}), name, ids, canary)]
        return canary()

    def bodies(self, ids, canary):
        """From the fullest to the barest."""
        if self.method not in ("POST", "PUT", "PATCH"):
            return [None]
        if isinstance(self.body, dict) and "ndjson" in self.body:
            return [json.dumps(self.example(self.body["ndjson"], "", ids, canary, False)) + "\n"]
        schema = self.body.get("form") if self.is_form else self.body
        if not isinstance(schema, dict):
            return ["{}"]
        values = [self.example(schema, "", ids, canary, whole) for whole in (True, False)]
        if self.is_form:
            return ["&".join(f"{name}={value}" for name, value in one.items() if isinstance(value, str)) for one in values]
        return [json.dumps(one) for one in values]


class Person:
    def __init__(self, chitty, name, token, subject=None):
        self.chitty, self.name, self.token, self.subject = chitty, name, token, subject

    def ask(self, route, path, body):
        global asked
        asked += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.chitty.port, timeout=1 if route.is_endless else 60)
        headers = {"Content-Type": "application/x-www-form-urlencoded" if route.is_form else "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection.request(route.method, f"/{route.service}{path}", body, headers)
        reply = connection.getresponse()
        text = ""
        with contextlib.suppress(TimeoutError):  # what follows tells nothing more within a second
            while piece := reply.read1(1 << 16):
                text += piece.decode(errors="replace")
        connection.close()
        told = {name: value for name, value in reply.getheaders() if name not in ("Date", "X-Request-Id")}  # those are new each time
        return reply.status, text + json.dumps(told)  # a Location may tell, too


def ids_in(value, found, name=""):
    """Every id of an answer, by the name that it has there."""
    if isinstance(value, dict):
        for key, one in value.items():
            ids_in(one, found, key)
    elif isinstance(value, list):
        for one in value:
            ids_in(one, found, name)
    elif isinstance(value, str) and IDS.search(name) and 3 < len(value) < 200 and not value.startswith("canary"):
        found.setdefault(value, name)


def parsed(text):
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except ValueError:
        return None


def steady(value):
    if isinstance(value, dict):
        return {key: steady(one) for key, one in value.items() if key not in CHANGES}
    return [steady(one) for one in value] if isinstance(value, list) else value


def filled(path, values):
    """A route's path with these values in the place of its variables, in their order."""
    for value in values:
        path = re.sub(r"{[^}]+}", lambda _, value=value: value.replace("/", "%2F").replace("#", "%23"), path, count=1)
    return path


class Whose:
    def __init__(self, service, routes, ada):
        self.service, self.routes, self.ada = service, routes, ada
        self.canaries, self.ids, self.given = [], {}, {}

    def learn(self, service, ids):
        for value, name in ids.items():
            self.ids.setdefault(value, name)
            self.given.setdefault(value, set()).add(service)

    def asked(self):
        return [route for route in self.routes if route.service == self.service]

    def canary(self):
        self.canaries.append(f"canary{len(self.canaries):04d}ada")
        return self.canaries[-1]

    def paths(self, route, ids):
        """With each id in the place of its variables; of several, each also with those that this service gave by its name."""
        names = re.findall(r"{([^}]+)}", route.path)
        if not names:
            return [route.path]
        fills = [[one] * len(names) for one in ids]
        if len(names) > 1:
            fills += itertools.product(*([one for one in ids if self.ids[one] == name and route.service in self.given[one]][-2:] for name in names))
        return [filled(route.path, fill) for fill in fills]

    def make(self):
        """Two rounds: what the second makes hangs on what the first has made."""
        for _ in range(2):
            for route in self.routes:
                if route.method != "POST" or not route.scope or route.sees == "any" or route.scope.endswith(":admin") or ends(route):
                    continue
                for path in self.paths(route, list(self.ids)):
                    named = {}
                    for value, name in self.ids.items():
                        named.setdefault(name, value)
                    named = {name: value for name, value in named.items() if name in ("sessionId", "tokenId")}
                    for body in route.bodies(named, self.canary):
                        status, text = self.ada.ask(route, path, body)
                        if status < 300:
                            found = {}
                            ids_in(parsed(text), found)
                            self.learn(route.service, found)
                            break

    def give(self, chitty):
        """What no request of a test can make (a service that proves whose it is): rows of plugins/NAME/testing/hers.json."""
        for file in sorted(SOURCE.glob("plugins/*/testing/hers.json")):
            service = file.parents[1].name
            if service not in {route.service for route in self.routes}:
                continue
            said = json.loads(file.read_text())
            for statement in said["rows"]:
                chitty.stored().change(re.sub("CANARY", lambda _: self.canary(), statement.replace("HERS", self.ada.subject)))
            for content in said.get("contents", []):  # what a blob of hers holds
                digest = hashlib.sha256(content.encode()).hexdigest()
                place = next(pathlib.Path(chitty.home).rglob("owner.token")).parent / "blobs" / digest[:2] / digest[2:4] / digest
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(content)
            self.learn(service, said["ids"])
            self.ids |= said["ids"]

    def hers(self):
        """What every GET route shows her, at other services by the ids that they gave her; and which with an id showed her something."""
        shown, seen_by_id = {}, set()
        for route in self.routes:
            if route.method != "GET" or not route.scope or route.sees == "any" or route.scope.endswith(":admin") or route.is_endless:
                continue
            for path in self.paths(route, [one for one in self.ids if route.service in (self.service, *self.given[one])]):
                status, text = self.ada.ask(route, path, None)
                if status < 300:
                    shown[f"{route.service}{path}"] = steady(parsed(text)) if route.sees == "own" else None  # public things change by others
                    if route.variables:
                        seen_by_id.add(str(route))
        return shown, seen_by_id

    def ask_as(self, person):
        for route in self.asked():
            for path in self.paths(route, list(self.ids)):
                for body in self.bodies_with_her_ids(route):
                    status, text = person.ask(route, path, body)
                    self.judge(person, route, path, body, status, text)

    def bodies_with_her_ids(self, route):
        if route.method not in ("POST", "PUT", "PATCH"):
            return [None]
        named = {}
        for value, name in self.ids.items():
            named.setdefault(name, []).append(value)
        taken = [name for name in named if f'"{name}"' in json.dumps(route.schema(route.body)) or name in ("subject",)]
        bodies = route.bodies({}, lambda: "stranger")
        for name in taken:
            bodies += [body for value in named[name][:4] for body in route.bodies({name: value}, lambda: "stranger")]
        return list(dict.fromkeys(bodies))

    def judge(self, person, route, path, body, status, text):
        for canary in self.canaries:
            if canary in text:
                return wrong(f"{route} ({path}) told {person.name} {canary}: {status} {text[:300]}")
        if not person.token:
            return None
        if route.sees == "any" and status != 403:
            wrong(f"{route} sees any, and answered {person.name} {status}: its scope is one that a newcomer has")
        if route.sees == "own" and route.variables and status < 300 and not route.is_list:
            wrong(f"{route} sees own, and answered {person.name} {status} for {path}: {text[:200]}")
        return None


def ends(route):
    """What ends something of Ada's: not while she makes things."""
    return any(word in route.path for word in ("revoke", "invalidate", "rotate", "cleanup", "refresh", "suspend"))


def register(chitty, name, scopes):
    """Somebody who has registered, with a token for these scopes."""
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
    connection.request("POST", "/chittyauth/v1/register", json.dumps({"email": f"{name}@canary-{name}.example", "name": f"name-of-{name}"}),
                       {"Content-Type": "application/json"})
    reply = json.loads(connection.getresponse().read())
    connection.request("POST", "/chittyauth/v1/tokens/provision",
                       json.dumps({"scope": sorted(scopes), "chittyId": reply["registration"]["did"], "rateLimit": {"requests": 0}}),
                       {"Content-Type": "application/json", "Authorization": f"Bearer {chitty.token()}"})
    assert set(reply["token"]["scope"]) == NEWCOMER, reply
    return Person(chitty, name, json.loads(connection.getresponse().read())["token"], reply["registration"]["did"])


def main():
    routes, service, near = [], sys.argv[2], {"chittyid", "chittyauth"}
    for file in map(pathlib.Path, sys.argv[3:]):
        manifest, first = manifest_of(file), {}
        for route in manifest.get("service", {}).get("routes", []):
            first.setdefault(route["handler"], {k: v for k, v in route.items() if k not in ("method", "path", "scope", "public")})
            routes.append(Route(manifest, route, first[route["handler"]]))
        if manifest["name"] == service:
            near |= {service, *manifest.get("service", {}).get("uses", {})}
    routes = [route for route in routes if route.service in near]
    if service not in {route.service for route in routes}:
        return print(f"{service} has no routes")
    with local(pathlib.Path(sys.argv[1]).resolve()) as chitty:
        # Also for services that a newcomer has no scope of: what one may do there with one's own.
        scopes = NEWCOMER | {route.scope for route in routes if route.scope and route.sees in ("own", "public") and not route.scope.endswith(":admin")}
        ada, bob, cleo = (register(chitty, name, scopes) for name in ("ada", "bob", "cleo"))
        test = Whose(service, routes, ada)
        test.make()
        test.give(chitty)
        time.sleep(1)  # what she did has been recorded by then
        before, seen_by_id = test.hers()
        test.canaries += ["ada@canary-ada.example", "name-of-ada"]
        blind = [str(r) for r in test.asked() if r.method == "GET" and r.sees == "own" and r.variables and str(r) not in seen_by_id]
        assert not blind, f"Ada has nothing at {blind}: say in WORDS how something is made there"
        told = json.dumps(before)
        assert sum(canary in told for canary in test.canaries) >= 5, "Ada sees too little of what she has made"
        for person in (bob, cleo, Person(chitty, "nobody", None)):
            test.ask_as(person)
        after, _ = test.hers()
        for path, shown in before.items():
            if after.get(path) != shown:
                wrong(f"{path} of Ada's was changed: {json.dumps(shown)[:300]} became {json.dumps(after.get(path))[:300]}")
    print("\n".join(failures) or f"{len(test.asked())} routes of {len(routes)}, {len(test.ids)} ids of Ada's, {asked} requests: nobody else was told")
    return sys.exit(bool(failures))


main()
