"""Expected text with volatile parts, compared with what came. The syntax is in tests/cli/README.md."""
import difflib
import re

PART = re.compile(r"\[\[(re: .*?|\.\.\.|[a-z]+)\]\](?!\])")
SKIP = "[[...]]"
NAMED = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
    "number": r"\d+",
    "version": r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?",
    "hash": r"[0-9a-f]{64}",
}


def line_pattern(line, words):
    """The compiled pattern of one expected line; `words` are names with fixed values, such as home."""
    out, at = "", 0
    for part in PART.finditer(line):
        out += re.escape(line[at:part.start()])
        inner = part.group(1)
        if inner == "...":
            out += ".*"
        elif inner.startswith("re: "):
            out += f"(?:{inner[4:]})"
        elif inner in words:
            out += re.escape(words[inner])
        elif inner in NAMED:
            out += f"(?:{NAMED[inner]})"
        else:
            raise ValueError(f"[[{inner}]] is no pattern; there are: ..., re:, {', '.join([*words, *NAMED])}")
        at = part.end()
    return re.compile(out + re.escape(line[at:]) + r"\Z", re.DOTALL)


def matches(expected, actual, words):
    """Does the whole text match? A line that is only [[...]] stands for any number of lines."""
    wanted, got = expected.split("\n"), actual.split("\n")
    patterns = [None if line == SKIP else line_pattern(line, words) for line in wanted]
    # reachable[j]: the patterns so far match the first j lines.
    reachable = [True] + [False] * len(got)
    for pattern in patterns:
        if pattern is None:
            first = reachable.index(True) if True in reachable else len(reachable)
            reachable = [j >= first for j in range(len(reachable))]
        else:
            reachable = [False] + [reachable[j] and bool(pattern.match(got[j])) for j in range(len(got))]
    return reachable[-1]


def recorded(expected, actual, words):
    """`actual` as an expectation: words in place of their values, and lines of the old one kept where they still match."""
    kept = [line for line in expected.split("\n") if PART.search(line) and line != SKIP]
    lines = []
    for line in actual.split("\n"):
        same = next((old for old in kept if line_pattern(old, words).match(line)), None)
        if same is None:
            for name, value in words.items():
                line = line.replace(value, f"[[{name}]]")
        lines.append(line if same is None else same)
    return "\n".join(lines)


def difference(expected, actual, name):
    lines = difflib.unified_diff(expected.splitlines(), actual.splitlines(), f"{name} expected", f"{name} that came", lineterm="")
    return "\n".join(lines)
