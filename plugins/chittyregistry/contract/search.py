#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyregistry
"""Which entries are found, in which order and with which score, computed by a second program (relevance.hpp says how): the same on every
database. And whatever anybody may look for is an answer and not an error.

search.py BUILD
"""
import json
import math
import pathlib
import random
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

WORDS = "email sorts files keeps reads writes court filing calendar docket agent multi fast small évidence chain proof search index mail mailbox".split()
STRANGE = ["multi-agent", '"email', 'email"', "email*", "*", "**", "a*", "AND", "email AND files", "email OR NOT files", "NEAR(email files)", "name:email", "email^2",
           "-email", "(email", "email)", "{}", "[]", "'", "''; DROP TABLE registry_entries; --", "\\", "%", "_", "email\n files", "é", "ÉVIDENCE", "\U0001f600", "x" * 400, "email " * 60]
FIELDS = (("name", 8), ("tags", 4), ("capabilities", 4), ("category", 4), ("description", 1))


def c_round(number):
    """lround: halves away from zero."""
    return math.floor(number + 0.5)


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def impacts(tool):
    counts = {}
    for field, weight in FIELDS:
        value = tool.get(field, "")
        for word in words(", ".join(value) if isinstance(value, list) else value):
            counts[word] = counts.get(word, 0) + weight
    slowness = 1.2 * (0.5 + 0.5 * sum(counts.values()) / 60)
    return {word: c_round(1000 * count * 2.2 / (count + slowness)) for word, count in counts.items()}


def expected(tools, query, prefix=False):
    """[(name, score)] of those with all words, the best first, then as they were registered."""
    wanted = list(dict.fromkeys(words(query)))
    per_tool = [impacts(tool) for tool in tools]
    scores = [0] * len(tools)
    there = [True] * len(tools)
    for word in wanted:
        fits = (lambda other: other.startswith(word)) if prefix else (lambda other: other == word)
        alike = {other for one in per_tool for other in one if fits(other)}
        having = sum(sum(other in one for one in per_tool) for other in alike)
        rare = 1 + c_round(1000 * math.log(1 + (max(len(tools) - having, 0) + 0.5) / (having + 0.5)))
        for at, one in enumerate(per_tool):
            best = max((one[other] for other in alike if other in one), default=None)
            there[at] = there[at] and best is not None
            scores[at] += rare * (best or 0)
    order = sorted((-scores[at], at) for at in range(len(tools)) if there[at])
    return [(tools[at]["name"], -score // 1000) for score, at in order]


class Registry:
    def __init__(self, chitty):
        self.url, self.token = chitty.url + "/chittyregistry", chitty.token()

    def ask(self, path, body=None):
        asked = urllib.request.Request(self.url + path, data=None if body is None else json.dumps(body).encode(),
                                       headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=30) as reply:
            return json.load(reply)

    def found(self, **query):
        return [(one["name"], one["score"]) for one in self.ask("/api/v1/search?" + urllib.parse.urlencode(query))["results"]]


def made_up(chance, number):
    some = lambda most: [chance.choice(WORDS) for _ in range(chance.randint(1, most))]
    return {"name": f"{'-'.join(some(2))}-{number}".replace("é", "e"), "version": "1.0.0", "description": " ".join(some(40)).capitalize() + ".", "tags": sorted(set(some(3))),
            "capabilities": sorted(set(some(2))), "category": chance.choice(["office", "court", "mail room"])}


def main(build):
    with local(build) as chitty:
        registry, chance = Registry(chitty), random.Random(7)
        tools = [made_up(chance, number) for number in range(150)]
        for tool in tools:
            registry.ask("/api/v1/tools", tool)
        # The services of this ChittyOS are entries as well, from the first registration on.
        all_tools = registry.ask("/api/v1/search?kind=tool&limit=1&q=nothing-of-this")
        assert all_tools["results"] == [], all_tools
        others = [{"name": one["name"], "description": "A service of this ChittyOS", "category": "chittyos"} for one in registry.ask("/api/v1/services")["services"]]
        entries, ours = others + tools, {tool["name"] for tool in tools}
        for query in ("email", "email files", "court filing docket", "évidence", "multi-agent", "MAIL", "nowhere", "service chittyos"):
            got, want = registry.found(q=query, limit=100), expected(entries, query)[:100]
            assert got == want, (query, [pair for pair in zip(got, want) if pair[0] != pair[1]][:3], len(got), len(want))
            best = registry.found(q=query, limit=3, kind="tool")  # stops when no other can rank as high
            assert best == [one for one in expected(entries, query) if one[0] in ours][:3], (query, best)
        for prefix in ("mail", "fil", "évi"):
            got, want = registry.found(q=prefix + "*", limit=100), expected(entries, prefix, prefix=True)[:100]
            assert got == want, (prefix, got[:3], want[:3])
            assert registry.found(q=prefix + "*", limit=3) == want[:3], prefix
        names = {tool["name"] for tool in tools if tool["category"] == "court" and "email" in words(json.dumps(tool))}
        assert {name for name, _ in registry.found(q="email", category="court", limit=100)} == names
        for text in STRANGE:
            registry.ask("/api/v1/search?" + urllib.parse.urlencode({"q": text}))
        print(f"150 tools are ranked as a second program ranks them, and {len(STRANGE)} strange queries are answers")


if __name__ == "__main__":
    main(sys.argv[1])
