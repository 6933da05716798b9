#!/usr/bin/env python3
"""chitty-manifest --names: what a manifest declares becomes what the code may name; a misspelt name does not compile.

usage: names_test.py CHITTY_MANIFEST SCHEMA COMPILER INCLUDE...
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL, SCHEMA, COMPILER, *INCLUDE = sys.argv[1:]
MANIFEST = {
    "manifest": 1, "name": "acme-works", "version": "1.0.0", "summary": "Anvils", "abi": {"major": 1, "minor": 0},
    "roots": [{"word": "anvil", "summary": "Order anvils"}],
    "commands": [
        {"path": "anvil order", "summary": "Order one", "effect": "create", "view": {"kind": "object"},
         "arguments": [{"name": "weight", "type": "integer", "summary": "In kilograms", "required": True}],
         "options": [{"name": "times", "type": "integer", "summary": "How many", "default": 2},
                     {"name": "dry-clean", "type": "boolean", "summary": "Clean it"},
                     {"name": "wait", "type": "duration", "summary": "At most"},
                     {"name": "size", "type": "integer", "repeated": True, "summary": "Sizes"},
                     {"name": "colour", "type": "choice", "choices": ["red", "blue"], "default": "red", "summary": "Of paint"}],
         "examples": [{"command": "chitty anvil order 5", "summary": "A small one"}]},
        {"path": "anvil delete", "summary": "Delete all", "effect": "delete", "view": {"kind": "none"},
         "examples": [{"command": "chitty anvil delete", "summary": "Delete all"}]}],
    "$defs": {"name": {"type": "string", "maxLength": 40},
              "size": {"type": "object", "properties": {"height": {"type": "integer"}}},
              "smith": {"type": "object", "properties": {"lastSeen": {"type": "string"}, "tools": {"type": "array"}}},
              "anvil": {"type": "object", "required": ["weight"], "properties": {
                  "weight": {"type": ["number", "null"]}, "tags": {"type": "array"}, "isNew": {"type": "boolean"}, "smith": {"$ref": "#/$defs/smith"}}}},
    "service": {"routes": [
        {"method": "POST", "path": "/anvils/{id}", "handler": "change-one", "summary": "Change one", "scope": "anvil:write",
         "parameters": {"id": {"type": "integer"}},
         "query": {"type": "object", "properties": {"limit": {"type": "integer", "default": 50}, "loud": {"type": "boolean"}}},
         "body": {"type": "object", "required": ["name"], "properties": {
             "name": {"$ref": "#/$defs/name"}, "tags": {"type": "array", "items": {"type": "string"}}, "weight": {"type": "integer"},
             "colour": {"enum": ["red", "blue", None]}, "note": {"type": ["string", "null"]}, "from": {"type": ["object", "null"]},
             "size": {"$ref": "#/$defs/size"}, "limits": {"type": "object", "properties": {"each": {"type": "integer"}}},
             "parts": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}}},
         "reply": {"type": "object", "properties": {"anvils": {"type": "array", "items": {"$ref": "#/$defs/anvil"}}}}},
        {"method": "POST", "path": "/sizes", "handler": "add-size", "summary": "Add one", "scope": "anvil:write", "once": True, "body": {"$ref": "#/$defs/size"}},
        {"method": "POST", "path": "/melt", "handler": "melt", "summary": "Melt all", "scope": "anvil:write", "once": True},
        {"method": "POST", "path": "/sizes/many", "handler": "add-sizes", "summary": "Add many", "scope": "anvil:write",
         "body": {"ndjson": {"$ref": "#/$defs/size", "properties": {"count": {"type": "integer", "default": 1}}}}},
        {"method": "GET", "path": "/health", "handler": "health", "summary": "Is it up", "public": True},
        {"method": "POST", "path": "/raw", "handler": "raw", "summary": "By itself", "scope": "anvil:write", "check": "handler",
         "body": {"type": "object", "properties": {"x": {"type": "string"}}}}]},
}

USE = """#include <acme-works_names.hpp>
#include <chitty/answers.hpp>
using namespace chitty;
namespace acme_works::commands {
Result<Reply> order(const Order& args, Host&) {
  const std::int64_t all = args.%s * args.weight;
  const std::optional<std::int64_t> wait = args.wait;
  const std::vector<std::int64_t> sizes = args.size;
  return Reply(json::object{{"all", all + wait.value_or(0)}, {"sizes", sizes.size()}, {"dry", args.dry_clean}});
}
Result<Reply> delete_(Host&) { return Reply::nothing(); }
}
namespace acme_works::routes {
Result<Response> change_one(Service&, const ChangeOne& given) {
  const std::int64_t id = given.path.id, limit = given.query.limit;
  const std::string& name = given.body.name;
  const std::optional<bool> loud = given.query.loud;
  const std::vector<std::string>& tags = given.body.tags;
  const std::string all = given.body.colour + given.body.note;
  const json::object& from = given.body.from;
  const std::optional<acme_works::shapes::Size>& size = given.body.size;
  const std::int64_t each = given.body.limits ? given.body.limits->each.value_or(0) : 0;
  std::string parts = all;
  for (const auto& part : given.body.parts) parts += part.name;
  if (size && !from.empty()) return Response(json::object{{"height", size->height.value_or(each)}, {"parts", parts}});
  return Response(json::object{{"id", id}, {"limit", limit}, {"name", name}, {"loud", loud.value_or(false)}, {"tags", tags.size()}});
}
Result<json::object> add_size(Service&, const AddSize& given) { return json::object{{"height", *given.body.height}}; }
Result<json::object> melt(Service&) { return json::object(); }
Result<Response> add_sizes(Service& service) {
  CHITTY_TRY(const auto line, service.next_line());
  const AddSizes::Line size(line->value().as_object());
  const shapes::Size& plain = size;
  return answer(service, {{"count", size.count + *plain.height}, {"anvil", record_of(Row{{"is_new", 1}}, shapes::anvil)}});
}
}
const auto& contents = acme_works::routes::table;
"""


class Names(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        (self.path / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
        self.header = self.path / "acme-works_names.hpp"
        self.made()

    def made(self):
        subprocess.run([TOOL, str(self.path / "manifest.json"), "--schema", SCHEMA, "--names", str(self.header)], check=True)
        return self.header.read_text(encoding="utf-8")

    def compiled(self, member):
        source = self.path / "use.cpp"
        source.write_text(USE % member, encoding="utf-8")
        folders = [f"-I{folder}" for folder in [self.path, *INCLUDE]]
        return subprocess.run([COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Wshadow", "-Werror", "-fsyntax-only", *folders, str(source)],
                              capture_output=True, text=True, check=False)

    def test_what_is_declared_can_be_named_and_nothing_else(self):
        right = self.compiled("times")
        self.assertEqual((right.returncode, right.stderr), (0, ""))
        wrong = self.compiled("tiems")
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("tiems", wrong.stderr)

    def test_the_header_is_small_and_tells_where_each_thing_is_from(self):
        header = self.made()
        for line in ("// chitty anvil order: Order one", "// POST /anvils/{id}: Change one", "  std::int64_t times = 2;",
                     '  std::string colour = "red";', "  std::optional<std::int64_t> wait;  // milliseconds",
                     "chitty::Result<chitty::Response> raw(chitty::Service& service);",
                     "chitty::Result<chitty::Reply> delete_(chitty::Host& host);"):
            self.assertIn(line, header)
        self.assertLess(len(header.splitlines()), 200)

    def test_a_record_takes_each_property_from_the_column_of_its_name(self):
        header = self.made()
        for line in ('    {"weight", "weight", chitty::Property::itself},', '    {"tags", "tags", chitty::Property::text},',
                     '    {"isNew", "is_new", chitty::Property::number},', '    {"lastSeen", "last_seen", chitty::Property::itself},'):
            self.assertIn(line, header)
        self.assertNotIn("Property size", header)

    def test_it_is_written_only_when_it_changes(self):
        before = self.header.stat().st_mtime_ns
        self.made()
        self.assertEqual(self.header.stat().st_mtime_ns, before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
