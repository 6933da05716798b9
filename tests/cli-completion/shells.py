#!/usr/bin/env python3
"""Completion in the real shells: bash by its completion function, zsh through a pseudo-terminal, fish by `complete -C`.

usage: shells.py COMPLETER bash|zsh|fish|manual"""
import os
import subprocess
import sys
import tempfile
import unittest

COMPLETER = os.path.abspath(sys.argv[1])


class Shell(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        os.symlink(COMPLETER, self.path("chitty"))
        for name in ("letter.txt", "list of all.txt"):
            open(self.path(name), "w").close()
        self.env = {"PATH": self.folder.name + ":" + os.environ["PATH"], "HOME": self.folder.name, "TERM": "dumb", "LC_ALL": "C.UTF-8"}

    def tearDown(self):
        self.folder.cleanup()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def run_in(self, *argv, text=None):
        done = subprocess.run(argv, env=self.env, cwd=self.folder.name, input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def script(self, shell):
        name = self.path("script." + shell)
        with open(name, "w") as out:
            out.write(self.run_in("chitty", "completion", shell))
        return name


class Bash(Shell):
    def complete(self, line):
        """The replies to TAB at the end of `line`, as readline would break it into words."""
        words, word = [], ""
        for c in line:
            if c == " ":
                words += [word] if word else []
                word = ""
            elif c in "=:":
                words += [word, c] if word else [c]
                word = ""
            else:
                word += c
        words.append(word)
        quoted = " ".join("'%s'" % w for w in words)
        return self.run_in("bash", "--norc", "-c", f"""
            source /usr/share/bash-completion/bash_completion; source {self.script('bash')}
            COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; COMP_LINE='{line}'; COMP_POINT={len(line)}
            _chitty 2>/dev/null; printf '%s\\n' "${{COMPREPLY[@]}}" """).split("\n")[:-1]

    def test_words(self):
        self.assertEqual(self.complete("chitty "), ["parcel", "depot", "tracker", "remote"])
        self.assertEqual(self.complete("chitty par"), ["parcel"])
        self.assertEqual(self.complete("chitty parcel "), ["send", "list", "note"])
        self.assertEqual(self.complete("chitty --env staging parcel l"), ["list"])
        self.assertEqual(self.complete("chitty nothing "), [""])

    def test_options_and_values(self):
        self.assertEqual(self.complete("chitty parcel send --si"), ["--size"])
        self.assertEqual(self.complete("chitty parcel send --size "), ["SMALL", "MEDIUM", "LARGE"])
        self.assertEqual(self.complete("chitty parcel send --size=ME"), ["MEDIUM"])  # readline has "--size=" already
        self.assertEqual(self.complete("chitty parcel list -o nd"), ["ndjson"])
        self.assertEqual(self.complete("chitty parcel note add to:b"), ["back"])  # and "to:"

    def test_a_value_with_blanks_and_quotes_is_one_word(self):
        self.assertEqual(self.complete("chitty parcel note add to:t"), ["the\\ owner\\'s\\ desk"])

    def test_files(self):
        self.assertEqual(self.complete("chitty parcel send le"), ["letter.txt"])
        self.assertEqual(self.complete("chitty parcel send --label=le"), ["letter.txt"])
        self.assertEqual(self.complete("chitty parcel send --label li"), ["list of all.txt"])

    def test_without_the_library(self):
        out = self.run_in("bash", "--norc", "-c", f"""
            source {self.script('bash')}; COMP_WORDS=(chitty parcel se); COMP_CWORD=2; _chitty 2>/dev/null; echo "${{COMPREPLY[*]}}" """)
        self.assertEqual(out, "send\n")

    def test_is_registered(self):
        self.assertIn("-F _chitty chitty", self.run_in("bash", "--norc", "-c", f"source {self.script('bash')}; complete -p chitty"))


class Zsh(Shell):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("functions"))
        os.rename(self.script("zsh"), self.path("functions/_chitty"))

    def typed(self, keys):
        """What the line becomes when `keys` are typed into an interactive zsh; the line's command only shows its words."""
        driver = """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z "PS1=; fpath=($PWD/functions \\$fpath); autoload -Uz compinit; compinit -u -D; real=$PWD/chitty"
            zpty -w z 'chitty() { if [[ $1 == completion ]]; then $real "$@"; else print -r -- "RAN<${(j:|:)@}>"; fi }'
            zpty -w z 'print -r -- READY:$((1+1))'
            zpty -r -m z line '*READY:2*' || exit 1
            zpty -w -n z "$1"$'\\n'
            zpty -r -m z line '*RAN<*>*' || exit 1
            print -r -- "$line"
            zpty -d z
        """
        return self.run_in("zsh", "-f", "-c", driver, "zsh", keys).split("RAN<")[-1].split(">")[0]

    def test_words(self):
        self.assertEqual(self.typed("chitty par\tli\t"), "parcel|list")
        self.assertEqual(self.typed("chitty parcel no\ta\t"), "parcel|note|add")

    def test_options_and_values(self):
        self.assertEqual(self.typed("chitty parcel send --si\tME\t"), "parcel|send|--size|MEDIUM")
        self.assertEqual(self.typed("chitty parcel send --size=LA\t"), "parcel|send|--size=LARGE")
        self.assertEqual(self.typed("chitty parcel send --size sm\t"), "parcel|send|--size|SMALL")
        self.assertEqual(self.typed("chitty parcel note add to:b\t"), "parcel|note|add|to:back")

    def test_files(self):
        self.assertEqual(self.typed("chitty parcel send let\t"), "parcel|send|letter.txt")
        self.assertEqual(self.typed("chitty parcel send --label=let\t"), "parcel|send|--label=letter.txt")


class Fish(Shell):
    def complete(self, line):
        script = self.script("fish")
        out = self.run_in("fish", "--no-config", "-c", f'source {script}; complete -C "{line}"')
        return [tuple(one.split("\t")) for one in out.splitlines()]

    def test_words_with_their_summaries(self):
        self.assertIn(("parcel", "Send parcels and follow them"), self.complete("chitty "))
        self.assertEqual(self.complete("chitty parcel l"), [("list", "List parcels")])
        self.assertEqual(sorted(w[0] for w in self.complete("chitty parcel ")), ["list", "note", "send"])

    def test_options_and_values(self):
        self.assertEqual(self.complete("chitty parcel send --si"), [("--size", "How large it is")])
        self.assertEqual(sorted(w[0] for w in self.complete("chitty parcel send --size ")), ["LARGE", "MEDIUM", "SMALL"])
        self.assertEqual([w[0] for w in self.complete("chitty parcel send --size=ME")], ["--size=MEDIUM"])

    def test_files(self):
        self.assertEqual([w[0] for w in self.complete("chitty parcel send let")], ["letter.txt"])
        self.assertEqual([w[0] for w in self.complete("chitty parcel send --label=let")], ["--label=letter.txt"])


class Manual(Shell):
    def test_mandoc_has_no_complaint(self):
        for command in (("parcel", "send"), ("parcel", "list"), ("parcel", "note", "add")):
            page = self.run_in("chitty", "manual", *command)
            done = subprocess.run(["mandoc", "-Tlint", "-W", "warning"], input=page, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.stdout + done.stderr, "", page)

    def test_reads_as_written(self):
        page = self.run_in("chitty", "manual", "parcel", "send")
        text = subprocess.run(["mandoc", "-Tutf8"], input=page, capture_output=True, text=True, timeout=60).stdout
        text = subprocess.run(["col", "-b"], input=text, capture_output=True, text=True, timeout=60).stdout
        for part in ("chitty parcel send --size size", "-s, --size size", "SMALL, MEDIUM, LARGE", ".Bl at the start",
                     "'tis or a \\.", "chitty parcel send ./letter.txt --size SMALL"):
            self.assertIn(part, text)


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromTestCase({"bash": Bash, "zsh": Zsh, "fish": Fish, "manual": Manual}[sys.argv[2]])
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
