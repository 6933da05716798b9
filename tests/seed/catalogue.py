"""Which line belongs to which installed command, by the manifests of the plugins that this build has; and what their seed
folders say of the lines."""
import json
import re
import shlex


class Catalogue:
    """`source`: the checkout; `installed`: names of plugins."""

    def __init__(self, source, installed):
        self.folders = [source / "plugins" / name / "seed" for name in installed]
        self.paths = {}  # "id mint" -> the plugin's name
        self.services = []  # the plugins that have a service
        self.remotes = {}  # a remote's name, as a setup adds it -> its type
        for name in installed:
            manifest = json.loads((source / "plugins" / name / "manifest.json").read_text())
            self.services += [name] if "service" in manifest else []
            for command in manifest["commands"]:
                self.paths[command["path"]] = name
            self.remotes |= dict(row.split() for row in rows(source / "plugins" / name / "seed/remotes.txt"))

    def command_of(self, line):
        """The path of the command that `line` runs, or None when no installed plugin declares it."""
        words = shlex.split(line)[1:]
        plain = [word for word in words[: next((i for i, w in enumerate(words) if w.startswith("-")), len(words))]]
        for start in ([plain, plain[1:]] if plain[:1] == ["os"] else [plain]):  # `os` hands other words on
            if start and start[0] in self.remotes:
                start = [self.remotes[start[0]], *start[1:]]
            for length in range(len(start), 0, -1):
                if " ".join(start[:length]) in self.paths:
                    return " ".join(start[:length])
        return None


def rows(path):
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


class Identifiers:
    """Fills the words of a line that stand for something; `ask` runs a command and gives its output."""

    def __init__(self, paths, ask):
        self.ask, self.known = ask, {}
        self.commands = [row.split(None, 2) for path in paths for row in rows(path)]

    def fill(self, line, root):
        for of, word, command in self.commands:
            pattern = rf"(?<![\w./-]){re.escape(word)}(?![\w./-])"
            if of in ("*", root) and re.search(pattern, line):
                if (root, word) not in self.known:
                    self.known[root, word] = self.ask(command).strip()
                if not self.known[root, word]:
                    raise LookupError(f"nothing to put in the place of {word}: {command}")
                line = re.sub(pattern, lambda _: shlex.quote(self.known[root, word]), line)
        return line


def answers(paths, installed):
    """line -> exit code, "open", or "follows"; of the lines whose right answer is not 0."""
    out = {}
    for row in (row for path in paths for row in rows(path)):
        word, rest = row.split(None, 1)
        line, _, why = rest.partition(" -- ")
        if not why:
            raise ValueError(f"no reason is given: {row}")
        needs = word.removeprefix("needs:")
        if word.startswith("needs:"):
            if needs not in installed:
                out[line.strip()] = "open"
        else:
            out[line.strip()] = word if word in ("open", "follows") else int(word)
    return out
