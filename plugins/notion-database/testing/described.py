"""Requests held against an OpenAPI description: the words of JSON Schema that Notion's uses, and no others (an unknown one is an error)."""
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}
SAYS_NOTHING = {"description", "default", "example", "examples", "format", "title", "deprecated", "x-from"}


class Described:
    def __init__(self, document):
        self.document = document
        self.paths = [(re.compile("^" + re.sub(r"\\\{[^}]*\\\}|\{[^}]*\}", "[^/]+", path) + "$"), path, item) for path, item in document["paths"].items()]

    def problem(self, method, path, body):
        """What is wrong with a request, or None."""
        for shape, name, item in self.paths:
            if shape.match(path) and method.lower() in item:
                content = item[method.lower()].get("requestBody", {}).get("content", {})
                if "application/json" not in content:
                    return f"{method} {name} has no body" if body is not None else None
                return self.departs(body, content["application/json"]["schema"], "body")
        return f"no {method} {path}"

    def schema(self, schema):
        while "$ref" in schema:
            node = self.document
            for step in schema["$ref"].split("/")[1:]:
                node = node[step]
            schema = node
        return schema

    def departs(self, value, schema, at):
        schema = self.schema(schema)
        for word, rule in schema.items():
            if word not in SAYS_NOTHING and (wrong := getattr(self, "_" + word)(value, rule, at, schema)):
                return wrong
        return None

    def _type(self, value, rule, at, _):
        names = rule if isinstance(rule, list) else [rule]
        fits = any(isinstance(value, TYPES[name]) and not (isinstance(value, bool) and name in ("integer", "number")) for name in names)
        return None if fits else f"{at} should be {rule}, instead was {value!r}"

    def _properties(self, value, rule, at, _):
        if isinstance(value, dict):
            return next((wrong for name, inner in rule.items() if name in value and (wrong := self.departs(value[name], inner, f"{at}.{name}"))), None)

    def _additionalProperties(self, value, rule, at, schema):
        if rule is False and isinstance(value, dict):
            return next((f"{at}.{name} should be not present" for name in value if name not in schema.get("properties", {})), None)

    def _required(self, value, rule, at, _):
        if isinstance(value, dict):
            return next((f"{at}.{name} should be defined, instead was undefined" for name in rule if name not in value), None)

    def _items(self, value, rule, at, _):
        if isinstance(value, list):
            return next((wrong for i, one in enumerate(value) if (wrong := self.departs(one, rule, f"{at}[{i}]"))), None)

    def _maxItems(self, value, rule, at, _):
        return f"{at} has more than {rule} items" if isinstance(value, list) and len(value) > rule else None

    def _enum(self, value, rule, at, _):
        return None if value in rule else f"{at} should be one of {rule}"

    def _const(self, value, rule, at, _):
        return None if value == rule else f"{at} should be {rule!r}"

    def _oneOf(self, value, rule, at, _):
        fit = [one for one in rule if not self.departs(value, one, at)]
        return None if len(fit) == 1 else f"{at} fits {len(fit)} of {len(rule)} shapes"

    def _anyOf(self, value, rule, at, _):
        return None if any(not self.departs(value, one, at) for one in rule) else f"{at} fits none of {len(rule)} shapes"
