#!/usr/bin/env python3
"""What chitty says, held to what it is. usage: texts.py commands|phrases|titles|names|hints ROOT

commands  every `chitty ...` in a message, help text, manual or README names a command and options that there are
phrases   wordings that this house does not use any more
titles    titles of columns are in one style
names     names in JSON are camelCase, unless a standard or a public wire calls them otherwise
hints     a command in a message stands unquoted, so that it can be copied
"""
import json
import pathlib
import re
import sys

# Words that stand for somebody's own command, in examples of what a plugin or remote may be.
INVENTED = {"acme", "tracker", "dice", "board", "hello", "parcel", "todo"}
# Not commands, though they follow the name.
NO_COMMAND = {"and", "asks", "can", "cannot", "does", "finds", "for", "had", "has", "in", "is", "itself", "knows", "lets", "looks", "may", "must",
              "never", "of", "offers", "on", "or", "opens", "process", "reads", "runs", "says", "shows", "socket", "starts", "takes", "that", "this", "to",
              "was", "which", "will", "with", "writes", "plus", "beside", "again", "alone", "links", "needs", "uses", "when", "where", "hosts", "does",
              "keeps", "the", "works", "answers", "by", "as", "at", "from", "under", "prints", "sends", "gives", "would", "sees", "speaks", "stays", "talks"}

# From reviews of the texts: what stands here was said by the program once, and is said better now.
PHRASES = ["is no option of", "one word too many", "is given twice", "is no whole number", "no whole number", "is no duration", "is no time",
           "stands where a command", "for which no plugin is installed", "Say more of what is done", "Show help for these words", "was not done within",
           "which no installed plugin has", "is a group of commands and none itself", "is set and counts before", "has been exchanging a credential",
           "Not shown for want of room", "Something failed without words", "The reader of the output has gone", "mend the filter", "Mend it with",
           "cannot be had", "think about a new secret", "has changed since it was looked at", "Port 0 is none", "did not come up", "last words",
           "Nobody is known by", "use a right one", "You have had your", "says its length more than once", "refers to one that is not there",
           "it failed inside", "it said no", "cannot be listened at", "This code is not good", "worth nothing any more", "a token that is none",
           "none of this service's", "parted by", "Leave rateLimit out", "can put that right", "nobody vouches", "without words"]

# What is not ours to name: OAuth (RFC 6749, 7591, 7636, 8414, 8628, OpenID Connect), and what the public wires of the services say.
STANDARD = {"access_token", "refresh_token", "id_token", "token_type", "token_type_hint", "expires_in", "client_id", "client_secret", "client_name",
            "client_id_issued_at", "redirect_uri", "redirect_uris", "grant_type", "grant_types", "response_type", "response_types", "response_mode",
            "token_endpoint", "token_endpoint_auth_method", "authorization_endpoint", "jwks_uri", "device_code", "user_code", "verification_uri",
            "verification_uri_complete", "code_verifier", "code_challenge", "code_challenge_method", "max_age", "error_description"}
WIRE = {"created_at", "expires_at", "issued_at", "revoked_at", "retired_at", "rotated_at", "last_used_at", "external_id", "minted_by", "session_id",
        "jwt_vc1",
        # Rows and counts of chronicle.chitty.cc; the mission's word for a type.
        # The envelope and the challenge of register.chitty.cc.
        "entity_type", "key_authorization", "well_known_path",
        "latency_ms", "status_code", "base_url", "checked_at",  # of a connection at connect.chitty.cc
        "user_id", "user_email", "request_id", "related_events", "triggered_by", "error_message", "total_events", "service_count", "user_count",
        "success_count", "failed_count", "event_type",
        "database_id", "in_trash", "last_edited_time", "plain_text", "workspace_name",  # of api.notion.com
        # Requests of certify.chitty.cc.
        "certificate_id",
        # Records of registry.chitty.cc.
        "chitty_id", "entity_type", "certificate_ref", "parent_chitty_id", "registered_at", "updated_at", "last_health_check", "last_health_error",
        # Scores of score.chitty.cc, and its marketplace.
        "calculated_at", "chitty_score", "composite_score", "connection_type", "dimension_scores", "entity_id", "established_at", "evidence_urls",
        "identity_verified", "impact_score", "interaction_count", "output_scores", "persona_id", "related_entities", "reward_amount",
        "transparency_level", "trust_level", "trust_score", "verification_criteria", "verification_status", "verification_type"}
# Ours, in an object whose other members are a standard's or a wire's: written as they are.
AMONG_THEM = {"unused_expires_at", "recorded_by"}
# Rooms whose JSON people and their programs read; elsewhere a text with a '_' is SQL or a word of the ABI.
READ_ROOMS = ("core/builtin", "core/local", "core/view", "core/daemon/watch", "plugins/os", "examples")


def manifests(root):
    for path in [root / "core/builtin/host.json", *sorted(root.glob("plugins/*/manifest.json")), *sorted(root.glob("examples/*/manifest.json"))]:
        yield path, json.loads(path.read_text())


class Commands:
    def __init__(self, root):
        self.options, self.groups, self.words = {}, set(), {"help": 1}
        for _, manifest in manifests(root):
            for command in manifest["commands"]:
                path = command["path"].split()
                self.options[command["path"]] = {o["name"] for o in command.get("options", [])}
                for i in range(1, len(path)):
                    self.groups.add(" ".join(path[:i]))
            for one in manifest.get("roots", []):
                self.groups.add(one["word"])
        text = (root / "core/cli/global_arguments.cpp").read_text()
        self.globals = set(re.findall(r'option\("([a-z-]+)"', text))

    def wrong_with(self, line):
        """Why this line is no command of ours, or None."""
        words = line.split()
        if not words or words[0] in INVENTED or not re.fullmatch(r"[a-z][a-z-]*", words[0]) or words[0] in NO_COMMAND:
            return None
        own = any(" ".join(words[:i]) in self.options for i in range(2, len(words) + 1))
        if words[0] == "help" or (words[0] == "os" and len(words) > 1 and words[1] in self.groups and not own):
            words = words[1:]
            if not words or not re.fullmatch(r"[a-z-]+", words[0]):
                return None
        path = []
        while words and " ".join(path + [words[0]]) in self.groups | set(self.options):
            path.append(words.pop(0))
        name = " ".join(path)
        if not path or (name not in self.options and words and re.fullmatch(r"[a-z][a-z-]+", words[0])):
            return f"there is no command '{' '.join(path + words[:1])}'"
        known = self.globals | self.options.get(name, set())
        for word in words:
            option = re.fullmatch(r"--(no-)?([a-z][a-z-]*)(=.*)?", word)
            if option and name in self.options and option[2] not in known and f"no-{option[2]}" not in known:
                return f"'{name}' has no option '{word}'"
        return None


def literals(text):
    """The string literals of C++ with neighbours joined, each with its line; comments left out."""
    text = re.sub(r"^\s*//.*$|//[^\n\"]*$", "", text, flags=re.M)
    for found in re.finditer(r'"((?:[^"\\\n]|\\.)*)"(?:\s*\n\s*"((?:[^"\\\n]|\\.)*)")*', text):
        joined = "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', found[0]))
        yield text.count("\n", 0, found.start()) + 1, joined.replace('\\"', '"').replace("\\n", "\n")


def sources(root):
    for top in ("core", "plugins", "sdk", "examples"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".cpp", ".hpp") and not re.search(r"_test\.|/testing/|test_world|/check/sin", str(path)):
                yield path


def said(root):
    """(where, text) of all that a person may read."""
    for path in sources(root):
        for line, text in literals(path.read_text()):
            yield f"{path.relative_to(root)}:{line}", text
    for path, manifest in manifests(root):
        def walk(value):
            if isinstance(value, dict):
                for one in value.values():
                    yield from walk(one)
            elif isinstance(value, list):
                for one in value:
                    yield from walk(one)
            elif isinstance(value, str):
                yield value
        for text in walk(manifest):
            yield str(path.relative_to(root)), text
    documents = [root / "README.md", root / "CONTRIBUTING.md", *root.glob("packaging/man/*.[0-9]"), *root.glob("plugins/*/*.md"), *root.glob("plugins/*.md"),
                 *root.glob("packaging/*.md")]
    for path in documents:
        for line, text in enumerate(path.read_text().split("\n"), 1):
            yield f"{path.relative_to(root)}:{line}", text


def commands(root):
    known, wrong = Commands(root), []
    for where, text in said(root):
        for found in re.finditer(r"(?<!application )\bchitty ((?:[^\s'\"`|;()<>,]+ ?)+)", text):
            why = known.wrong_with(re.sub(r"[.:?!]+( |$)", " ", found[1]))
            if why:
                wrong.append(f"{where}: {why}: chitty {found[1].strip()}")
    return wrong


def phrases(root):
    return [f"{where}: '{phrase}'" for where, text in said(root) if not where.startswith("CONTRIBUTING")
            for phrase in PHRASES if phrase.lower() in text.lower()]


def titles(root):
    wrong = []
    for path, manifest in manifests(root):
        for command in manifest["commands"]:
            for column in command["view"].get("columns", []):
                for word in column["title"].split()[:1]:
                    fine = re.fullmatch(r"[A-Z][a-z-]+|[A-Z]{2,4}|[A-Z][a-z]+[A-Z]+[A-Za-z]*|E-mail|P[0-9]{2}", word)
                    if not fine:
                        wrong.append(f"{path.relative_to(root)}: {command['path']}: the title '{column['title']}'")
                if column["title"].isupper() and len(column["title"]) > 4:
                    wrong.append(f"{path.relative_to(root)}: {command['path']}: the title '{column['title']}' shouts")
    return wrong


def members(value, schema=False):
    """Names of members that a JSON Schema, or anything in a manifest, speaks of."""
    if isinstance(value, dict):
        for name, one in value.items():
            if schema:
                yield name
            yield from members(one, name == "properties" and not schema)
        if isinstance(value.get("value"), str) and "title" in value:
            yield from value["value"].split("/")
    elif isinstance(value, list):
        for one in value:
            yield from members(one)


def names(root):
    found = []
    for path, manifest in manifests(root):
        found += [(path, name) for name in members(manifest)]
    for path in sorted(root.glob("plugins/*/schema/*.json")):
        found += [(path, name) for name in members(json.loads(path.read_text()))]
    for path in sources(root):
        if str(path.relative_to(root)).startswith(READ_ROOMS):
            text = path.read_text()
            found += [(path, name) for name in re.findall(r'\{"([a-z0-9_]+)", |\["([a-z0-9_]+)"\] = ', text) for name in name if name]
    for path in [*sorted(root.glob("plugins/*/stories/*/stdout")), *sorted(root.glob("tests/cli/*/stdout"))]:
        found += [(path, name) for name in re.findall(r'"([a-z0-9_]+)":', path.read_text())]
    return sorted({f"{path.relative_to(root)}: '{name}' would be '{re.sub('_(.)', lambda m: m[1].upper(), name)}' here" for path, name in found
                   if "_" in name and name not in STANDARD | WIRE | AMONG_THEM})


def hints(root):
    return [f"{where}: {text}" for where, text in said(root) if re.match(r"(core|plugins|sdk|examples)/.*(\.[ch]pp:|manifest\.json|host\.json)", where)
            and re.search(r"`chitty |: '?chitty [a-z -]+'\.?$", text) and "<code>" not in text]


def main():
    check, root = sys.argv[1], pathlib.Path(sys.argv[2])
    wrong = {"commands": commands, "phrases": phrases, "titles": titles, "names": names, "hints": hints}[check](root)
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
