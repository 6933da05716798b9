"""Schemas of an OpenAPI 3.1 document: values that fit one, values that do not, and whether a value fits (the keywords that our manifests
use; another one is an error, so that none is passed over)."""
import copy
import random
import re
import string

try:
    from re import _parser as regex_parser
except ImportError:  # Python before 3.11
    import sre_parse as regex_parser

ANNOTATIONS = {"title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "format", "$comment",
               "contentMediaType", "contentEncoding"}


class Shapes:
    def __init__(self, document, chance=None):
        self.document, self.chance = document, chance or random.Random(1)

    def followed(self, schema):
        """The schema behind a reference; what several say under allOf is put together."""
        while isinstance(schema, dict) and "$ref" in schema:
            at = self.document
            for step in schema["$ref"].lstrip("#/").split("/"):
                at = at[step.replace("~1", "/").replace("~0", "~")]
            schema = at
        return schema

    def merged(self, schema):
        schema = self.followed(schema)
        if not isinstance(schema, dict) or "allOf" not in schema:
            return schema
        whole = {k: v for k, v in schema.items() if k != "allOf"}
        for part in map(self.merged, schema["allOf"]):
            for key, value in (part if isinstance(part, dict) else {}).items():
                if key == "properties":
                    whole["properties"] = {**value, **whole.get("properties", {})}
                elif key == "required":
                    whole["required"] = sorted({*value, *whole.get("required", [])})
                else:
                    whole.setdefault(key, value)
        return whole

    # --- values that fit ---

    def value(self, schema, name="", depth=0):
        schema = self.merged(schema)
        if not isinstance(schema, dict):
            return "x"
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.chance.choice(schema["enum"])
        for word in ("anyOf", "oneOf"):
            if word in schema:
                own = {k: v for k, v in schema.items() if k != word}
                return self.value({"allOf": [own, self.chance.choice(schema[word])]}, name, depth)
        kinds = schema.get("type", "object" if "properties" in schema else "string")
        kind = self.chance.choice([k for k in kinds if k != "null"] or ["null"]) if isinstance(kinds, list) else kinds
        return getattr(self, "_" + kind)(schema, name, depth)

    def _null(self, *_):
        return None

    def _boolean(self, *_):
        return self.chance.random() < 0.5

    def _integer(self, schema, *_):
        low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 1000)
        return self.chance.choice([low, high, self.chance.randint(low, high)])

    def _number(self, schema, *_):
        low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 10)
        return self.chance.choice([low, high, round(self.chance.uniform(low, high), 3)])

    def _string(self, schema, name, _):
        least, most = schema.get("minLength", 0), schema.get("maxLength", 40)
        if "pattern" in schema:
            for _attempt in range(20):
                text = self.of_pattern(regex_parser.parse(schema["pattern"]))
                if least <= len(text) <= most:
                    return text
        if schema.get("format") == "date-time":
            return "2026-11-30T12:00:00.000Z"
        size = max(least, min(most, self.chance.choice([1, 8, 20])))
        return "".join(self.chance.choice(string.ascii_letters + "é ü-._") for _ in range(size)).strip() or "x" * max(least, 1)

    def _array(self, schema, name, depth):
        least, most = schema.get("minItems", 0), schema.get("maxItems", 3)
        count = max(least, min(most, self.chance.choice([0, 1, 2]), 0 if depth > 5 and not least else 3))
        items = [self.value(schema.get("items", {}), name, depth + 1) for _ in range(count)]
        return items if not schema.get("uniqueItems") else [x for i, x in enumerate(items) if x not in items[:i]]

    def _object(self, schema, _, depth):
        made = {}
        for name, inner in schema.get("properties", {}).items():
            if name in schema.get("required", []) or (depth < 5 and self.chance.random() < 0.6):
                made[name] = self.value(inner, name, depth + 1)
        for name in schema.get("required", []):
            made.setdefault(name, "x")
        return made

    def of_pattern(self, parsed):
        text = ""
        for op, arg in parsed:
            word = str(op).lower()
            if word == "literal":
                text += chr(arg)
            elif word in ("max_repeat", "min_repeat"):
                low, high, inner = arg
                text += "".join(self.of_pattern(inner) for _ in range(self.chance.randint(low, min(high, low + 4))))
            elif word == "in":
                text += self._of_class(arg)
            elif word == "any":
                text += self.chance.choice(string.ascii_lowercase)
            elif word == "subpattern":
                text += self.of_pattern(arg[-1])
            elif word == "branch":
                text += self.of_pattern(self.chance.choice(arg[1]))
            elif word == "category":
                text += "7" if "digit" in str(arg).lower() else "w"
            elif word == "not_literal":
                text += "x"
        return text

    def _of_class(self, parts):
        if str(parts[0][0]).lower() == "negate":
            refused = re.compile("[" + "".join(re.escape(chr(a)) if str(o).lower() == "literal" else "" for o, a in parts[1:]) + r"\s]")
            return self.chance.choice([c for c in string.ascii_lowercase + string.digits if not refused.match(c)])
        op, arg = self.chance.choice(parts)
        word = str(op).lower()
        if word == "range":
            return chr(self.chance.randint(*arg))
        return chr(arg) if word == "literal" else "7" if "digit" in str(arg).lower() else "w"

    # --- values that do not ---

    def wrong(self, schema, value, path=()):
        """(what is wrong, value) of a value that fits: each differs from it in one place."""
        schema = self.merged(schema)
        if not isinstance(schema, dict) or any(word in schema for word in ("anyOf", "oneOf", "if")):
            return
        kinds = schema.get("type")
        if kinds and isinstance(kinds, str):
            for other in ("text", 7, True, None, [], {}):
                if not self.fits({"type": kinds}, other):
                    yield f"{'/'.join(path)} is {other!r}", other
        if isinstance(value, str) and "maxLength" in schema:
            yield f"{'/'.join(path)} is too long", "x" * (schema["maxLength"] + 1)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            for bound, step in (("minimum", -1), ("maximum", 1)):
                if bound in schema:
                    yield f"{'/'.join(path)} is beyond its {bound}", schema[bound] + step
        if "enum" in schema:
            yield f"{'/'.join(path)} is none of the choices", "no-such-choice"
        if isinstance(value, list):
            for i, inner in enumerate(value[:1]):
                for words, other in self.wrong(schema.get("items", {}), inner, (*path, str(i))):
                    yield words, [other, *value[1:]]
            if "maxItems" in schema and value and schema["maxItems"] <= 1000:
                yield f"{'/'.join(path)} has too many", value[:1] * (schema["maxItems"] + 1)
        if isinstance(value, dict):
            yield from self._wrong_members(schema, value, path)

    def _wrong_members(self, schema, value, path):
        for name in schema.get("required", []):
            yield f"{'/'.join((*path, name))} is missing", {k: v for k, v in value.items() if k != name}
        if schema.get("additionalProperties") is False:
            yield f"{'/'.join(path)} has a stranger", {**value, "noSuchMember": 1}
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                for words, other in self.wrong(inner, value[name], (*path, name)):
                    yield words, {**copy.deepcopy(value), name: other}

    # --- does it fit? ---

    def fits(self, schema, value):
        return not self.departures(schema, value)

    def departures(self, schema, value, at=""):
        schema = self.followed(schema)
        if schema is True or schema == {}:
            return []
        if schema is False:
            return [f"{at} may not be there"]
        all_ = []
        for word, said in schema.items():
            if word in ANNOTATIONS or word.startswith("x-"):
                continue
            check = getattr(self, "_check_" + word, None)
            if check is None:
                raise NotImplementedError(f"keyword {word}")
            all_ += check(said, value, at, schema) or []
        return all_

    def _check_type(self, said, value, at, _):
        kinds = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}
        for kind in said if isinstance(said, list) else [said]:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if kind in kinds and isinstance(value, kinds[kind]) or kind == "number" and number or kind == "integer" and number and value == int(value):
                return []
        return [f"{at or 'it'} is {str(value)[:60]!r}, not {said}"]

    def _check_enum(self, said, value, at, _):
        return [] if value in said else [f"{at} is {value!r}, none of {said}"]

    def _check_const(self, said, value, at, _):
        return [] if value == said and isinstance(value, bool) == isinstance(said, bool) else [f"{at} is {value!r}, not {said!r}"]

    def _check_properties(self, said, value, at, _):
        return [d for name, inner in said.items() if isinstance(value, dict) and name in value for d in self.departures(inner, value[name], f"{at}/{name}")]

    def _check_required(self, said, value, at, _):
        return [f"{at} lacks {name}" for name in said if isinstance(value, dict) and name not in value]

    def _check_additionalProperties(self, said, value, at, schema):
        others = [n for n in value if n not in schema.get("properties", {}) and not any(re.search(p, n) for p in schema.get("patternProperties", {}))] if isinstance(value, dict) else []
        return [d for name in others for d in self.departures(said, value[name], f"{at}/{name}")]

    def _check_patternProperties(self, said, value, at, _):
        return [d for p, inner in said.items() if isinstance(value, dict) for name in value if re.search(p, name) for d in self.departures(inner, value[name], f"{at}/{name}")]

    def _check_items(self, said, value, at, _):
        return [d for i, one in enumerate(value) for d in self.departures(said, one, f"{at}/{i}")] if isinstance(value, list) else []

    def _check_allOf(self, said, value, at, _):
        return [d for inner in said for d in self.departures(inner, value, at)]

    def _check_anyOf(self, said, value, at, _):
        return [] if any(self.fits(inner, value) for inner in said) else [f"{at} fits none of anyOf"]

    def _check_oneOf(self, said, value, at, _):
        return [] if sum(self.fits(inner, value) for inner in said) == 1 else [f"{at} does not fit one of oneOf"]

    def _check_not(self, said, value, at, _):
        return [f"{at} fits what it must not"] if self.fits(said, value) else []

    def _check_if(self, said, value, at, schema):
        branch = schema.get("then") if self.fits(said, value) else schema.get("else")
        return self.departures(branch, value, at) if branch is not None else []

    def _check_then(self, *_):
        return []

    _check_else = _check_then

    def _check_minimum(self, said, value, at, _):
        return [f"{at} is {value}, less than {said}"] if isinstance(value, (int, float)) and value < said else []

    def _check_maximum(self, said, value, at, _):
        return [f"{at} is {value}, more than {said}"] if isinstance(value, (int, float)) and value > said else []

    def _check_exclusiveMinimum(self, said, value, at, _):
        return [f"{at} is {value}"] if isinstance(value, (int, float)) and value <= said else []

    def _check_minLength(self, said, value, at, _):
        return [f"{at} is too short"] if isinstance(value, str) and len(value) < said else []

    def _check_maxLength(self, said, value, at, _):
        return [f"{at} is too long"] if isinstance(value, str) and len(value) > said else []

    def _check_pattern(self, said, value, at, _):
        return [f"{at} is {value!r}, not of {said}"] if isinstance(value, str) and not re.search(said, value) else []

    def _check_minItems(self, said, value, at, _):
        return [f"{at} has too few"] if isinstance(value, list) and len(value) < said else []

    def _check_maxItems(self, said, value, at, _):
        return [f"{at} has too many"] if isinstance(value, list) and len(value) > said else []

    def _check_uniqueItems(self, said, value, at, _):
        return [f"{at} has one twice"] if said and isinstance(value, list) and any(x in value[:i] for i, x in enumerate(value)) else []

    def _check_minProperties(self, said, value, at, _):
        return [f"{at} has too few"] if isinstance(value, dict) and len(value) < said else []

    def _check_maxProperties(self, said, value, at, _):
        return [f"{at} has too many"] if isinstance(value, dict) and len(value) > said else []

    def _check_propertyNames(self, said, value, at, _):
        return [d for name in value for d in self.departures(said, name, at)] if isinstance(value, dict) else []
