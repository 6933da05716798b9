#!/usr/bin/env python3
"""chitty-manifest against commands whose declared request does not fit their route, or themselves.

usage: requests_test.py CHITTY_MANIFEST SCHEMA
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL, SCHEMA = sys.argv[1:3]
TEXT = {"type": "string"}
ANVIL = {"type": "object", "properties": {"id": TEXT, "weight": {"type": "integer"}}}
GOOD = {
    "manifest": 1, "name": "acme", "version": "1.0.0", "summary": "Anvils", "abi": {"major": 1, "minor": 0},
    "roots": [{"word": "anvil", "summary": "Order anvils"}],
    "remote": {"auth": {"kind": "bearer", "secret": "token"},
               "settings": {"type": "object", "properties": {"token": {"type": "string", "secret": True}, "colour": TEXT}}},
    "commands": [
        {"path": "anvil list", "summary": "List them", "effect": "read",
         "view": {"kind": "list", "columns": [{"title": "Id", "value": "/id"}]},
         "request": {"route": "list"}, "examples": [{"command": "chitty anvil list", "summary": "All"}]},
        {"path": "anvil order", "summary": "Order one", "effect": "create", "view": {"kind": "object", "columns": [{"title": "Id", "value": "/id"}]},
         "arguments": [{"name": "shop", "type": "string", "summary": "Where", "required": True}],
         "options": [{"name": "weight", "type": "integer", "summary": "In kilograms"},
                     {"name": "paint", "type": "choice", "choices": ["red", "blue"], "summary": "Its paint"},
                     {"name": "life", "type": "duration", "summary": "How long it lasts"}],
         "request": {"route": "order", "path": {"shop": "shop"}, "body": {"/weight": "weight", "/paint": "paint", "/life": {"arg": "life", "as": "seconds"}}},
         "examples": [{"command": "chitty anvil order north --weight 5", "summary": "A small one"}]}],
    "service": {"routes": [
        {"method": "GET", "path": "/anvils", "handler": "list", "summary": "List", "public": True, "query": {"cursor": TEXT},
         "reply": {"type": "object", "properties": {"anvils": {"type": "array", "items": ANVIL}, "next": TEXT}}, "records": "/anvils", "paging": False},
        {"method": "POST", "path": "/shops/{shop}/anvils", "handler": "order", "summary": "Order", "public": True, "parameters": {"shop": TEXT},
         "body": {"type": "object", "properties": {"weight": {"type": "integer"}, "paint": TEXT, "life": {"type": "integer"}}, "additionalProperties": False},
         "reply": ANVIL}]},
}


def request(manifest, command=1):
    return manifest["commands"][command]["request"]


class Requests(unittest.TestCase):
    def compiled(self, edit):
        manifest = copy.deepcopy(GOOD)
        edit(manifest)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "manifest.json"
            file.write_text(json.dumps(manifest))
            return subprocess.run([TOOL, str(file), "--schema", SCHEMA], capture_output=True, text=True, check=False)

    def refused(self, *cases):
        for edit, words in cases:
            with self.subTest(words=words):
                done = self.compiled(edit)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertIn(words, done.stderr)

    def test_good(self):
        done = self.compiled(lambda m: None)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_route(self):
        self.refused(
            (lambda m: request(m).update(route="ordr"), 'commands[1].request.route: the service has no route "ordr"'),
            (lambda m: request(m).update(method="GET"), "request.method: is set by the route"),
            (lambda m: request(m).update(remote="tracker"), 'request.remote: `uses` does not name the type "tracker"'),
            (lambda m: request(m, 0).update(modify=True), "request.modify: needs PUT or PATCH"),
            (lambda m: m["commands"][1].update(effect="read"), "effect: is read, but a POST is not `repeatable`"))

    def test_each_argument_once(self):
        self.refused(
            (lambda m: request(m)["body"].pop("/weight"), 'request: does not use the argument "weight"'),
            (lambda m: request(m)["body"].update({"/life": "weight"}), '"weight" already goes to request.body./'),
            (lambda m: request(m)["body"].update({"/weight": "wieght"}), 'request.body./weight: this command has no argument "wieght"'),
            (lambda m: request(m).update(download="file"), 'request.download: this command has no argument "file"'))

    def test_the_path(self):
        self.refused(
            (lambda m: request(m).update(path={}), "request.path: gives no value for {shop} in /shops/{shop}/anvils"),
            (lambda m: request(m)["path"].update(id={"const": "a"}), "request.path.id: is not in the path /shops/{shop}/anvils"),
            (lambda m: m["commands"][1]["arguments"][0].pop("required"), "request.path.shop: is part of the path, so its argument must be required"))

    def test_the_query(self):
        self.refused(
            (lambda m: request(m, 0).update(query={"colour": {"const": "red"}}), "commands[0].request.query.colour: the route's query has no such name"),
            (lambda m: request(m, 0).update(query={"cursor": {"secret": "token"}}), "request.query.cursor: a secret belongs in a header or a body"))

    def test_the_body(self):
        self.refused(
            (lambda m: request(m, 0).update(body={"/a": {"const": 1}}), "commands[0].request.body: a GET has no body"),
            (lambda m: request(m)["body"].update({"/size": {"const": 1}}), "request.body./size: the route's body has no such member"),
            (lambda m: m["service"]["routes"][1]["body"].update(required=["note"]), "request.body: gives no value for note, which the route requires"),
            (lambda m: m["service"]["routes"][1]["body"]["properties"].update(weight=TEXT), "request.body./weight: gives an integer, which the route does not take there"),
            (lambda m: request(m)["body"].update({"/life": "life"}), "request.body./life: a duration needs `as`: seconds or milliseconds"),
            (lambda m: request(m)["body"].update({"/weight": {"arg": "weight", "as": "seconds"}}), "request.body./weight: only a duration or a time can be in seconds"),
            (lambda m: request(m)["body"].update({"/paint": {"arg": "paint", "map": {"red": "r"}}}), 'request.body./paint: does not map the choice "blue"'),
            (lambda m: request(m)["body"].update({"/paint": {"arg": "paint", "map": {"red": "r", "blue": "b", "green": "g"}}}), 'maps "green", which is not a choice'),
            (lambda m: request(m)["body"].update({"/paint": {"setting": "/color"}}), 'request.body./paint: the remote has no setting at "/color"'),
            (lambda m: request(m)["body"].update({"/paint": {"secret": "colour"}}), 'request.body./paint: the remote has no secret setting "colour"'))

    def test_the_reply(self):
        self.refused(
            (lambda m: request(m).update(expect=["/kid"]), 'request.expect: "/kid" is not in the route\'s reply'),
            (lambda m: request(m).update(record="/anvil"), 'request.record: "/anvil" is not in the route\'s reply'),
            (lambda m: m["commands"][1]["view"]["columns"][0].update(value="/di"), 'view.columns[0].value: "/di" is not in the route\'s reply'),
            (lambda m: m["commands"][1]["view"].update(kind="list"), "view.kind: is list, but neither the request nor its route has `records`"))

    def test_paging(self):
        self.refused(
            (lambda m: request(m, 0).update(paging={"next": [{"from": "/next", "to": "query:curser"}]}),
             "request.paging: writes to query:curser, which this request does not have"),
            (lambda m: request(m, 0).update(paging={"next": [{"from": "/next", "to": "query:cursor"}], "size": {"to": "query:limit", "most": 100}}),
             "request.paging: writes to query:limit, which this request does not have"),
            (lambda m: request(m).update(paging={"next": [{"from": "/id", "to": "body:/cursor"}]}), "request.paging: needs `records`"))


unittest.main(argv=sys.argv[:1])
