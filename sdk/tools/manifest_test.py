#!/usr/bin/env python3
"""chitty-manifest against manifests that are wrong in one place: does it say which field, and which rule?

usage: manifest_test.py CHITTY_MANIFEST SCHEMA
"""
import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL, SCHEMA = sys.argv[1:3]
GOOD = {
    "manifest": 1, "name": "acme", "version": "1.0.0", "summary": "Anvils", "abi": {"major": 1, "minor": 0},
    "roots": [{"word": "anvil", "summary": "Order anvils"}],
    "commands": [{
        "path": "anvil order", "summary": "Order one", "effect": "create", "view": {"kind": "object"},
        "arguments": [{"name": "weight", "type": "integer", "summary": "In kilograms", "required": True}],
        "options": [{"name": "colour", "type": "choice", "choices": ["red", "blue"], "default": "red", "short": "c", "summary": "Of paint"}],
        "examples": [{"command": "chitty anvil order 5", "summary": "A small one"}]}],
    "service": {"routes": [{"method": "POST", "path": "/anvils", "handler": "order", "summary": "Order one", "scope": "anvil:write"}]},
}


def route(manifest):
    return manifest["service"]["routes"][0]


class Manifest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def compiled(self, text, *options):
        (self.path / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
        return subprocess.run([TOOL, str(self.path / "manifest.json"), "--schema", SCHEMA, *options], capture_output=True, text=True, check=False)

    def edited(self, edit):
        manifest = copy.deepcopy(GOOD)
        edit(manifest)
        return self.compiled(json.dumps(manifest))

    def refused(self, edit, *words):
        done = self.edited(edit) if callable(edit) else self.compiled(edit)
        self.assertEqual(done.returncode, 1)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_good(self):
        self.assertEqual(self.edited(lambda m: None).returncode, 0)

    def test_unknown_keys_are_refused_with_the_nearest(self):  # a host ignores them: ABI-04
        for edit, words in [
                (lambda m: m.update(hologram={"depth": 3}), 'the manifest: unknown member "hologram"'),
                (lambda m: m["commands"][0].update(exampels=[]), 'commands[0]: unknown member "exampels"; did you mean "examples"?'),
                (lambda m: route(m).update(qeury={}), 'service.routes[0]: unknown member "qeury"; did you mean "query"?'),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)

    def test_schemas_are_proven(self):
        text = {"type": "string", "maxLength": 9}
        for edit, words in [
                (lambda m: route(m).update(body={"typ": "object"}), 'service.routes[0].body: has the unknown keyword "typ"'),
                (lambda m: route(m).update(body={"properties": {"a": {"$ref": "#/$defs/none"}}}), "service.routes[0].body.properties.a"),
                (lambda m: route(m).update(query={"a": {"type": "string", "pattern": "^a"}}), "service.routes[0].query.properties.a"),
                (lambda m: route(m).update(body={"type": "string", "pattern": "(", "maxLength": 9}), "service.routes[0].body"),
                (lambda m: route(m).update(body={"ndjson": {"type": "objekt"}}), "service.routes[0].body.ndjson"),
                (lambda m: route(m).update(body=7), "service.routes[0].body: must be a schema"),
                (lambda m: m.update({"$defs": {"a": {"type": "sting"}}}), "$defs.a"),
                (lambda m: m["commands"][0].update(reply={"requird": ["a"]}), "commands[0].reply"),
                (lambda m: route(m).update(query={"n": {"type": "integer", "maximum": 200, "default": 500}}),
                 "service.routes[0].query.properties.n: its default 500 does not fit: must be at most 200, but is 500"),
                (lambda m: route(m).update(body={"type": "object", "required": ["a"], "examples": [{}]}),
                 'service.routes[0].body: its example {} does not fit: missing required member "a"'),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)
        self.written(lambda m: (m.update({"$defs": {"tree": {"properties": {"more": {"$ref": "#/$defs/tree"}}}}}),  # a circle is no error
                                route(m).update(body={"$ref": "#/$defs/tree"}, query={"token": text | {"secret": True}})))

    def test_routes_are_proven(self):
        text, many = {"type": "string"}, {"type": "object", "properties": {"all": {"type": "array", "items": {"properties": {"id": {}}}}}}
        for edit, words in [
                (lambda r: r.update(path="/a/{id}", parameters={"di": text}), "parameters: has no id, which is in the path"),
                (lambda r: r.update(parameters={"id": text}), "parameters.id: is not in the path /anvils"),
                (lambda r: r.update(path="/a/{id}", parameters={"id": {"type": "object"}}), "parameters.id: must have a `type` of one value"),
                (lambda r: r.update(path="/a/{id}", parameters={"id": text | {"secret": True}}), "parameters.id: is in the path, which is logged"),
                (lambda r: r.update(query={"a": {"type": "object"}}), "query.a: must have a `type` of one value"),
                (lambda r: r.update(query={"type": "array"}), "query: must be a schema for each name, or one of type object"),
                (lambda r: r.update(method="GET", body=text), "body: is not for a GET"),
                (lambda r: r.update(body=text, bodyLimit=0), "bodyLimit: is 0 (no limit)"),
                (lambda r: r.update(body={"sse": text}), "body: must be a schema"),
                (lambda r: r.update(reply={"form": text}), "reply: must be a schema"),
                (lambda r: r.update(records="/all"), "records: needs a `reply`"),
                (lambda r: r.update(reply=many, records="/al"), 'records: "/al" is not in the reply'),
                (lambda r: r.update(reply=many, records=""), 'records: "" is not an array in the reply'),
                (lambda r: r.update(reply=many, records="/all", paging={"next": [{"from": "/next", "to": "query:cursor"}]}),
                 'paging: "/next" is not in the reply'),
                (lambda r: r.update(reply=many, records="/all", paging={"next": [{"from": "last:/id", "to": "query:cursor"}]}),
                 "paging: writes to query:cursor, which this route does not take"),
                (lambda r: r.update(reply=many, paging={"next": [{"from": "link:next"}]}), "paging: needs `records`"),
                (lambda r: r.update(refusals=["TEAPOT"]), "refusals"),
                (lambda r: r.update(cost=0), "cost"),
                (lambda r: r.update(cost={"per": "line:/n"}), 'cost: counts lines, and the body is not {"ndjson": schema}'),
                (lambda r: r.update(cost={"per": "body:/n"}), "cost: needs a `body` that is a schema"),
                (lambda r: r.update(cost={"per": "query:n"}), 'cost: "query:n" is not in what the route takes'),
                (lambda r: r.update(sees="mine"), "sees"),
                (lambda r: r.update(sees="any", widens="anvil:admin"), "widens: needs a `sees` that is own or public"),
                (lambda r: (r.pop("scope", None), r.update(public=True, sees="own")), 'sees: is "own", and the route is public'),
                (lambda r: r.update(otherSites=True), "otherSites: needs a `public` route that is not a GET"),
        ]:
            with self.subTest(words=words):
                self.refused(lambda m, e=edit: e(route(m)), "service.routes[0]." + words)
        self.written(lambda m: route(m).update(reply=many, records="/all", query={"cursor": text},
                                               paging={"next": [{"from": "last:/id", "to": "query:cursor"}]}))

    def test_a_time_says_on_which_side_of_now_it_lies(self):
        def edit(m, **words):
            m["commands"][0]["options"].append({"name": "due", "summary": "When", "type": "time"} | words)
        self.written(lambda m: edit(m, direction="future"))
        self.refused(edit, 'commands[0].options[1]: is a time, so it needs a `direction`: "past", "future" or "any"')
        self.refused(lambda m: edit(m, type="string", direction="past"), "commands[0].options[1].direction: is for a time only")
        self.refused(lambda m: edit(m, direction="before"), "commands[0].options[1].direction")

    def test_columns_are_in_the_reply(self):
        def edit(m, value):
            m["commands"][0].update(view={"kind": "object", "columns": [{"title": "A", "value": value}]},
                                    reply={"type": "object", "properties": {"a": {"type": "object"}}})
        self.written(lambda m: edit(m, "/a/open/0"))
        self.refused(lambda m: edit(m, "/b"), 'commands[0].view.columns[0].value: "/b" is not in the reply')

    def written(self, edit, **files):
        """The record of the edited manifest, with files of `schema/` beside it."""
        (self.path / "schema").mkdir(exist_ok=True)
        for name, text in files.items():
            (self.path / "schema" / f"{name}.json").write_text(text if isinstance(text, str) else json.dumps(text))
        manifest = copy.deepcopy(GOOD)
        edit(manifest)
        done = self.compiled(json.dumps(manifest), "--json", str(self.path / "out.json"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads((self.path / "out.json").read_text())

    def test_files_of_schemas_become_shapes(self):
        record = self.written(
            lambda m: route(m).update(body={"$ref": "schema/anvil.json"}, reply={"$ref": "schema/anvil.json#/properties/paint"}),
            anvil={"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://acme.example/anvil", "type": "object",
                   "properties": {"paint": {"$ref": "paint.json"}, "parts": {"type": "array", "items": {"$ref": "#"}},
                                  "default": {"$ref": "#/properties/paint"}, "note": {"const": {"$ref": "no-file.json"}}}},
            paint={"type": "string", "maxLength": 9})
        self.assertEqual(record["service"]["routes"][0]["body"], {"$ref": "#/$defs/anvil"})
        self.assertEqual(record["service"]["routes"][0]["reply"], {"$ref": "#/$defs/anvil/properties/paint"})
        self.assertEqual(record["$defs"], {
            "paint": {"type": "string", "maxLength": 9},
            "anvil": {"type": "object", "properties": {
                "paint": {"$ref": "#/$defs/paint"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/anvil"}},
                "default": {"$ref": "#/$defs/anvil/properties/paint"}, "note": {"const": {"$ref": "no-file.json"}}}}})

    def test_files_of_schemas_that_are_wrong(self):
        self.written(lambda m: None, broken="{", old={"$schema": "http://json-schema.org/draft-07/schema#"})
        for reference, words in [("schema/anvil.json", "anvil.json, which does not exist"),
                                 ("schema/broken.json", "broken.json:1: not JSON"),
                                 ("schema/old.json", "its $schema is not https://json-schema.org/draft/2020-12/schema"),
                                 ("https://acme.example/a.json", "a schema must be a file beside the manifest")]:
            with self.subTest(reference=reference):
                self.refused(lambda m, r=reference: route(m).update(body={"$ref": r}), words)
        self.written(lambda m: None, anvil={"type": "object"})
        self.refused(lambda m: (m.update({"$defs": {"anvil": {}}}), route(m).update(body={"$ref": "schema/anvil.json"})),
                     "`$defs` already has 'anvil'")

    def test_choices_may_be_an_enum_that_stands_once(self):
        option = lambda m: m["commands"][0]["options"][0]
        record = self.written(lambda m: option(m).update(choices={"$ref": "schema/colour.json"}, form="a colour of ours"),
                              colour={"enum": [None, "red", "green"]})
        self.assertEqual(record["commands"][0]["options"][0]["choices"], ["red", "green"])
        self.written(lambda m: None, plain={"type": "string"})
        self.refused(lambda m: option(m).update(choices={"$ref": "schema/plain.json"}), "`choices` refers to #/$defs/plain, which has no `enum`")

    def test_what_is_answered_once_changes_something_for_somebody(self):
        self.written(lambda m: route(m).update(once=True))
        self.refused(lambda m: route(m).update(once=True, method="GET"), "service.routes[0].once: is for what changes something")
        self.refused(lambda m: (route(m).update(once=True, public=True), route(m).pop("scope")), "service.routes[0].once: keeps answers for each caller")

    def test_routes_are_written_out(self):
        def edit(m):
            route(m).update(method="GET", query={"colour": {"type": "string"}}, repeatable=True, records="/anvils", reply=True)
            m["service"]["routes"].append({"method": "GET", "path": "/old", "handler": "order", "summary": "Old path", "scope": "anvil:write",
                                           "repeatable": False})
            m["service"]["paging"] = {"next": [{"from": "/next", "to": "query:colour"}]}
        first, second = self.written(edit)["service"]["routes"]
        self.assertEqual(first["query"], {"type": "object", "properties": {"colour": {"type": "string"}}, "additionalProperties": False})
        self.assertEqual(first["paging"], {"next": [{"from": "/next", "to": "query:colour"}]})
        self.assertEqual([second[word] for word in ("query", "records", "paging", "repeatable", "path")],
                         [first["query"], "/anvils", first["paging"], False, "/old"])
        long = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
        self.assertEqual(self.written(lambda m: route(m).update(query=long))["service"]["routes"][0]["query"], long)

    def test_what_is_unstable_names_its_host(self):  # ABI-11
        self.assertEqual(self.edited(lambda m: m["abi"].update(extensions=["chitty.unstable.beam/1"], host="0.1.0")).returncode, 0)

    def test_each_rule_names_its_field(self):
        command, option = (lambda m: m["commands"][0]), (lambda m: m["commands"][0]["options"][0])
        for edit, words in [
                (lambda m: m.pop("name"), 'the manifest: missing required member "name"'),
                (lambda m: m.update(manifest=2), "manifest: must be 1, but is 2"),
                (lambda m: m.update(name="Acme"), 'name: must match the pattern ^[a-z][a-z0-9-]{0,63}$, but is "Acme"'),
                (lambda m: m.update(summary="Anvils."), "One line, imperative, no full stop."),
                (lambda m: m.update(summary="x" * 101), "summary: must have at most 100 characters, but has 101"),
                (lambda m: m.update(abi={"major": "1", "minor": 0}), 'abi.major: must be an integer, but is "1"'),
                (lambda m: m.update(abi={"major": 0, "minor": 0}), "abi.major: must be at least 1, but is 0"),
                (lambda m: command(m).update(effect="buy"), 'commands[0].effect: must be one of "read", "create"'),
                (lambda m: command(m).update(examples=[]), "commands[0].examples: must not be empty"),
                (lambda m: option(m).pop("type"), 'commands[0].options[0]: missing required member "type"'),
                (lambda m: m["service"]["routes"][0].pop("scope"), 'service.routes[0]: must have exactly one of "scope" and "public"'),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)

    def test_rules_between_fields(self):
        command = lambda m: m["commands"][0]
        for edit, words in [
                (lambda m: m["commands"].append(m["commands"][0]), 'commands[1].path: "anvil order" is declared twice'),
                (lambda m: command(m).update(path="hammer order"), "begins with a word that `roots` does not declare"),
                (lambda m: command(m)["options"][0].update(default="green"), 'its default "green" is not one of its choices'),
                (lambda m: command(m)["options"][0].pop("choices"), "is of type choice and has no `choices`"),
                (lambda m: command(m)["options"][0].update(type="list", default=["elsewhere"]), 'its default "elsewhere" is not one of its choices'),
                (lambda m: command(m)["options"][0].update(name="weight"), "the name weight appears twice"),
                (lambda m: command(m)["arguments"][0].update(repeated=True) or command(m)["arguments"].append(
                    {"name": "b", "type": "string", "summary": "B", "required": True}), "is repeated, but is not the last"),
                (lambda m: command(m)["arguments"].insert(0, {"name": "b", "type": "string", "summary": "B"}),
                 "is required, but follows one that is not"),
                (lambda m: m["abi"].update(extensions=["chitty.unstable.beam/1"]),
                 "abi.extensions[0]: is unstable, so `abi.host` must name the one host version"),  # ABI-11
                (lambda m: m["service"]["routes"].append(m["service"]["routes"][0]), "POST /anvils is declared twice"),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)

    def test_what_is_not_a_manifest(self):
        self.refused('{\n"a": 1,\n', "manifest.json:3: not JSON: incomplete")
        self.refused('{\n"a": 1,\n"a": 2}', 'manifest.json:3: the member "a" appears twice')
        self.refused("[]", "a manifest is a JSON object")
        self.refused("{} {}", "not JSON: extra data")
        self.refused(b'{"a": "\xc3\x28"}', "not JSON")

    def test_migrations(self):
        (self.path / "migrations").mkdir()
        file = self.path / "migrations" / "001_anvils.sql"
        file.write_text("CREATE TABLE anvils (id TEXT);\n\n-- down\nDROP TABLE anvils;\n")
        out = self.path / "out.json"
        self.assertEqual(self.compiled(json.dumps(GOOD), "--json", str(out)).returncode, 0)
        migration = json.loads(out.read_text())["service"]["migrations"][0]
        self.assertEqual((migration["id"], migration["down"]), ("001_anvils", "DROP TABLE anvils;\n"))
        self.refused(lambda m: m.pop("service"), "no `service` that they belong to")
        file.write_text("CREATE TABLE anvils (id TEXT);\n")
        self.refused(lambda m: None, "has no line `-- down`")

    def test_a_private_table_is_one_that_a_migration_makes(self):
        (self.path / "migrations").mkdir()
        (self.path / "migrations" / "001_anvils.sql").write_text("CREATE TABLE anvil_keys (id TEXT);\n-- down\nDROP TABLE anvil_keys;\n")
        self.assertEqual(self.edited(lambda m: m["service"].update(private=["anvil_keys"])).returncode, 0)
        self.refused(lambda m: m["service"].update(private=["anvil_key"]), 'service.private[0]: no migration has "CREATE TABLE anvil_key"')
        self.refused(lambda m: m["service"].update(private=["Keys; --"]), "service.private[0]")

    def test_the_record(self):
        record = self.path / "record.c"
        self.assertEqual(self.compiled(json.dumps(GOOD), "--record", str(record)).returncode, 0)
        text = record.read_text()
        data = bytes(int(n) for n in text[text.rindex("{") + 1:text.rindex("}")].replace("\n", "").strip(",").split(","))
        self.assertEqual(data[:16], b"\x7fchitty-" + b"manif\x1a\r\n")
        self.assertEqual(int.from_bytes(data[24:32], "little"), len(data) - 64)
        self.assertEqual(data[32:64], hashlib.sha256(data[64:]).digest())
        self.assertEqual(json.loads(data[64:]), GOOD)

    def test_usage(self):
        for line in ([], ["a", "--schema"], ["a", "--colour", "red"]):
            self.assertEqual(subprocess.run([TOOL, *line], capture_output=True, check=False).returncode, 2)


unittest.main(argv=sys.argv[:1])
