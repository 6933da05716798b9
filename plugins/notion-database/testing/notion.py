"""Notion on loopback, with a memory: a database of one table. Each request is held against Notion's own description
(contract/notion.openapi.json) and, where that says only "an object" (values, filters), against the types of @notionhq/client 5.26.0."""
import json
import pathlib
import sys
import threading
import uuid

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[3] / "tests/support"), str(HERE.parent)]
from described import Described
from fake_remote import FakeRemote, answer

VERSION, TOKEN = "2026-03-11", "ntn_stand_in"
DATABASE, SOURCE = "d9824bdc-8445-4327-be8b-5b47500af6ce", "248104cd-477e-80af-bc30-000bd28de8f9"
QUERY_MOST = 10_000
COMPUTED = {"created_time", "last_edited_time", "created_by", "last_edited_by", "formula", "rollup", "unique_id", "button"}


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def description():
    document = json.loads((HERE.parents[1] / "contract/notion.openapi.json").read_text())
    # Sorting by a timestamp is missing in the description; @notionhq/client has it (QueryDataSourceBodyParameters).
    schemas = document["components"]["schemas"]
    by_time = {"type": "object", "required": ["timestamp", "direction"], "properties": {"timestamp": {"enum": ["created_time", "last_edited_time"]}}}
    schemas["sortObject"] = {"anyOf": [schemas["sortObject"], by_time]}
    # What it calls dataSourceIdParentRequest asks for a database's id; the client, and what it is called, for a data source's.
    schemas["dataSourceIdParentRequest"] = {"type": "object", "required": ["data_source_id"],
                                            "properties": {"type": {"const": "data_source_id"}, "data_source_id": {"type": "string"}}}
    return Described(document)


def text(content, **more):
    return {"type": "text", "text": {"content": content, "link": None}, "plain_text": content, "annotations": {"bold": False}, "href": None, **more}


def stored(kind, value, at):
    """A value as it was sent, as Notion gives it back; Refused when it does not fit the property."""

    def must(fits, expected):
        if not fits:
            raise Refused(400, "validation_error", f"{at} should be {expected}")

    if kind in COMPUTED:
        raise Refused(400, "validation_error", f"{at} is not editable")
    if kind in ("title", "rich_text"):
        must(isinstance(value, list) and len(value) <= 100, "an array of at most 100")
        for piece in value:
            content = piece["text"]["content"]
            must(len(content.encode("utf-16-le")) // 2 <= 2000, "at most 2000 characters")
        return [text(piece["text"]["content"], annotations=piece.get("annotations", {"bold": False})) for piece in value]
    if kind == "number":
        must(value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)), "a number")
    elif kind == "checkbox":
        must(isinstance(value, bool), "a boolean")
    elif kind in ("select", "status"):
        must(value is None or (isinstance(value, dict) and "," not in value["name"] and 0 < len(value["name"]) <= 100), "an option")
        return value and {"id": uuid.uuid4().hex[:4], "name": value["name"], "color": "default"}
    elif kind == "multi_select":
        must(all("," not in one["name"] and 0 < len(one["name"]) <= 100 for one in value), "options")
        return [{"id": uuid.uuid4().hex[:4], "name": one["name"], "color": "default"} for one in value]
    elif kind == "date":
        must(value is None or isinstance(value.get("start"), str), "a date")
        return value and {"start": value["start"].replace("Z", "+00:00"), "end": value.get("end"), "time_zone": None}
    elif kind in ("url", "email", "phone_number"):
        must(value is None or isinstance(value, str), "a text")
    return value


def plain(prop):
    value = prop[prop["type"]]
    if prop["type"] in ("title", "rich_text"):
        return "".join(piece["plain_text"] for piece in value)
    if prop["type"] in ("select", "status"):
        return value["name"] if value else None
    if prop["type"] == "multi_select":
        return [one["name"] for one in value]
    return value["start"] if prop["type"] == "date" and value else value


def holds(page, rule):
    if "and" in rule:
        return all(holds(page, one) for one in rule["and"])
    if "or" in rule:
        if len(rule["or"]) > 100:
            raise Refused(400, "validation_error", "body.filter.or has more than 100 items")
        return any(holds(page, one) for one in rule["or"])
    if "timestamp" in rule:
        ((word, wanted),) = rule[rule["timestamp"]].items()
        return {"on_or_after": page[rule["timestamp"]] >= wanted, "before": page[rule["timestamp"]] < wanted}[word]
    prop = page["properties"].get(rule["property"])
    if prop is None:
        raise Refused(400, "validation_error", f"Could not find property with name or id: {rule['property']}")
    if prop["type"] not in rule:
        raise Refused(400, "validation_error", f"database property {prop['type']} does not match filter {[word for word in rule if word != 'property'][0]}")
    ((word, wanted),) = rule[prop["type"]].items()
    value = plain(prop)
    tests = {"equals": lambda: value == wanted, "does_not_equal": lambda: value != wanted, "contains": lambda: value is not None and wanted in value,
             "does_not_contain": lambda: value is None or wanted not in value, "is_empty": lambda: value in (None, "", []), "is_not_empty": lambda: value not in (None, "", []),
             "greater_than": lambda: value is not None and value > wanted, "less_than": lambda: value is not None and value < wanted,
             "before": lambda: value is not None and value < wanted, "after": lambda: value is not None and value > wanted}
    return tests[word]()


class Notion:
    """`pages`: all entries, by id. `limits`: answers that come before any work, the first first."""

    def __init__(self, properties=None, token=TOKEN, query_most=QUERY_MOST):
        self.lock, self.described, self.token, self.query_most = threading.Lock(), description(), token, query_most
        self.schema = {"Name": "title", **(properties or {})}
        self.pages, self.limits, self.clock = {}, [], 0
        self.meanwhile = lambda request: None  # what happens elsewhere, before a request is worked on
        self.remote = FakeRemote({"*": self.serve})

    def __enter__(self):
        self.remote.__enter__()
        return self

    def __exit__(self, *how):
        self.remote.__exit__(*how)

    @property
    def url(self):
        return self.remote.url

    @property
    def seen(self):
        return self.remote.seen

    def writes(self):
        """The requests that changed something, as they came."""
        return [one for one in self.seen if one["method"] == "PATCH" or (one["method"], one["target"]) == ("POST", "/v1/pages")]

    def serve(self, request):
        if request["target"].startswith("/page/"):  # what a person sees in the browser
            return answer(200, "<title>Tracker</title>", "text/html")
        self.meanwhile(request)
        with self.lock:
            if self.limits:
                return self.limits.pop(0)
            try:
                return answer(200, json.dumps(self.work(request)))
            except Refused as why:
                return answer(why.status, json.dumps({"object": "error", "status": why.status, "code": why.code, "message": str(why), "request_id": str(uuid.uuid4())}))

    def work(self, request):
        path, method = request["target"].partition("?")[0], request["method"]
        if request["headers"].get("authorization") != f"Bearer {self.token}":
            raise Refused(401, "unauthorized", "API token is invalid.")
        if request["headers"].get("notion-version") != VERSION:
            raise Refused(400, "missing_version", "Notion-Version header failed validation")
        body = json.loads(request["body"]) if request["body"] else None
        if wrong := self.described.problem(method, path, body):
            raise Refused(400, "validation_error", "body failed validation: " + wrong)
        parts = path.split("/")[2:]
        if parts == ["users", "me"]:
            return {"object": "user", "id": str(uuid.UUID(int=1)), "type": "bot", "name": "Stand-in", "bot": {"workspace_name": "Cases"}}
        if parts == ["search"]:
            return {"object": "list", "results": [self.source()], "next_cursor": None, "has_more": False}
        if parts[0] == "databases" and parts[1] == DATABASE:
            return {"object": "database", "id": DATABASE, "title": [text("Tracker")], "url": f"{self.url}/page/tracker", "data_sources": [{"id": SOURCE, "name": "Tracker"}]}
        if parts[0] == "data_sources" and parts[1] == SOURCE:
            return self.query(body) if parts[2:] == ["query"] else self.changed_schema(body) if method == "PATCH" else self.source()
        if parts == ["pages"]:
            if body["parent"].get("data_source_id") != SOURCE:
                raise Refused(404, "object_not_found", "Could not find data source. Make sure it is shared with your integration.")
            return self.shown(self.add(body["properties"]))
        if parts[0] == "pages" and parts[1] in self.pages:
            page = self.pages[parts[1]]
            if parts[2:] == ["markdown"]:
                return {"object": "page_markdown", "id": parts[1], "markdown": "# " + plain(page["properties"]["Name"]), "truncated": False}
            if parts[2:3] == ["properties"]:
                return self.property_items(page, parts[3], request["target"])
            return self.shown(self.change(page, body) if method == "PATCH" else page)
        raise Refused(404, "object_not_found", "Could not find what was asked for. Make sure it is shared with your integration.")

    def source(self):
        return {"object": "data_source", "id": SOURCE, "title": [text("Tracker")], "url": f"{self.url}/page/tracker", "last_edited_time": "2026-11-30T09:00:00.000Z",
                "parent": {"type": "database_id", "database_id": DATABASE},
                "properties": {name: {"id": "title" if kind == "title" else name[:2], "name": name, "type": kind, kind: {}} for name, kind in self.schema.items()}}

    def changed_schema(self, body):
        for name, change in body.get("properties", {}).items():
            (kind,) = change
            self.schema[name] = kind
            for page in self.pages.values():
                page["properties"].setdefault(name, self.empty(kind))
        return self.source()

    @staticmethod
    def empty(kind):
        return {"id": "x", "type": kind, kind: [] if kind in ("title", "rich_text", "multi_select", "relation", "people", "files") else False if kind == "checkbox" else None}

    def written(self, properties):
        out = {}
        for name, value in properties.items():
            kind = self.schema.get(name)
            if kind is None:
                raise Refused(400, "validation_error", f"{name} is not a property that exists.")
            if value.get("type", kind) != kind or kind not in value:
                raise Refused(400, "validation_error", f"{name} is expected to be {kind}.")
            out[name] = {"id": "p" + str(list(self.schema).index(name)), "type": kind, kind: stored(kind, value[kind], f"body.properties.{name}")}
        return out

    def time(self):
        self.clock += 1
        return f"2026-11-{1 + self.clock // 1440:02}T{self.clock // 60 % 24:02}:{self.clock % 60:02}:00.000Z"

    def add(self, properties):
        written, made = self.written(properties), self.time()
        page = {"object": "page", "id": str(uuid.uuid4()), "created_time": made, "last_edited_time": made, "in_trash": False, "url": f"{self.url}/page/{len(self.pages)}",
                "parent": {"type": "data_source_id", "data_source_id": SOURCE}, "properties": {name: written.get(name, self.empty(kind)) for name, kind in self.schema.items()}}
        self.pages[page["id"]] = page
        return page

    def change(self, page, body):
        page["properties"].update(self.written(body.get("properties", {})))
        page["in_trash"] = body.get("in_trash", page["in_trash"])
        page["last_edited_time"] = self.time()
        return page

    @staticmethod
    def shown(page):
        """As a page is shown: 25 references of each property; of a relation, that there are more."""
        out = {**page, "properties": dict(page["properties"])}
        for name, prop in out["properties"].items():
            if prop["type"] in ("title", "rich_text", "relation", "people"):
                all_ = prop[prop["type"]]
                out["properties"][name] = {**prop, prop["type"]: all_[:25], **({"has_more": len(all_) > 25} if prop["type"] == "relation" else {})}
        return out

    @staticmethod
    def property_items(page, number, target):
        asked = dict(pair.split("=") for pair in target.partition("?")[2].split("&") if pair)
        (prop,) = [one for one in page["properties"].values() if one["id"] == number]
        start = int(asked.get("start_cursor", "0"))
        end = start + int(asked["page_size"])
        all_ = prop[prop["type"]]
        return {"object": "list", "type": "property_item", "results": [{"object": "property_item", "type": prop["type"], prop["type"]: one} for one in all_[start:end]],
                "next_cursor": str(end) if end < len(all_) else None, "has_more": end < len(all_)}

    def query(self, body):
        size = body.get("page_size", 100)
        if not 1 <= size <= 100:
            raise Refused(400, "validation_error", "body.page_size should be at most 100")
        found = [one for one in self.pages.values() if one["in_trash"] == body.get("in_trash", False) and holds(one, body.get("filter", {"and": []}))]
        for sort in reversed(body.get("sorts", [])):
            key = (lambda one, by=sort: one[by["timestamp"]]) if "timestamp" in sort else (lambda one, by=sort: str(plain(one["properties"][by["property"]])))
            found.sort(key=key, reverse=sort["direction"] == "descending")
        start = int(body.get("start_cursor", "0"))
        end = min(start + size, self.query_most)
        more = end < min(len(found), self.query_most)
        status = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"} if len(found) > self.query_most and not more else {"type": "complete"}
        return {"object": "list", "type": "page_or_data_source", "results": [self.shown(one) for one in found[start:end]], "next_cursor": str(end) if more else None, "has_more": more, "request_status": status}


def limited(seconds, status=429):
    return answer(status, json.dumps({"object": "error", "status": status, "code": "rate_limited", "message": "You have been rate limited. Please try again in a few minutes.",
                                      "additional_data": {"rate_limit_reason": "integration"}}), headers=[f"Retry-After: {seconds}"])
