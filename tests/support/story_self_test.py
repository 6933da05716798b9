#!/usr/bin/env python3
"""The story runner, held to its promises with a program of our own in chitty's place."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import pattern

WORDS = {"home": "/tmp/h"}


def runs(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Patterns(unittest.TestCase):
    def match(self, expected, actual):
        return pattern.matches(expected, actual, WORDS)

    def test_plain_text_is_exact(self):
        self.assertTrue(self.match("a.b*\n", "a.b*\n"))
        self.assertFalse(self.match("a.b\n", "axb\n"))
        self.assertFalse(self.match("a\n", "a"))
        self.assertFalse(self.match("", "a\n"))
        self.assertFalse(self.match("a\n", "a\nb\n"))

    def test_parts(self):
        self.assertTrue(self.match("at [[time]], [[number]] of [[...]].", "at 2026-11-23T14:00:00Z, 12 of many things."))
        self.assertFalse(self.match("at [[time]]", "at noon"))
        self.assertTrue(self.match("id [[re: [0-9A-F]{4}]]!", "id 0A9F!"))
        self.assertFalse(self.match("id [[re: [0-9A-F]{4}]]!", "id 0A9!"))
        self.assertTrue(self.match("in [[home]]/x", "in /tmp/h/x"))
        self.assertFalse(self.match("in [[home]]/x", "in /tmp/other/x"))

    def test_json_brackets_are_no_pattern(self):
        self.assertTrue(self.match('{"a":[["x"]]}', '{"a":[["x"]]}'))
        self.assertTrue(self.match("[[1,2],[3]]", "[[1,2],[3]]"))

    def test_any_lines(self):
        self.assertTrue(self.match("a\n[[...]]\nz\n", "a\nz\n"))
        self.assertTrue(self.match("a\n[[...]]\nz\n", "a\nb\nz\nc\nz\n"))
        self.assertFalse(self.match("a\n[[...]]\nz\n", "a\nb\n"))

    def test_an_unknown_name_is_said(self):
        with self.assertRaisesRegex(ValueError, "nonsense"):
            self.match("[[nonsense]]", "x")

    def test_recording_keeps_patterns_and_names_folders(self):
        self.assertEqual(pattern.recorded("old\nid [[number]]\n", "new\nid 7\nin /tmp/h/y\n", WORDS), "new\nid [[number]]\nin [[home]]/y\n")


class Runner(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.build = pathlib.Path(self.folder.name, "build")
        self.story = pathlib.Path(self.folder.name, "story")
        (self.build / "bin").mkdir(parents=True)
        self.story.mkdir()
        program = self.build / "bin/chitty"
        program.write_text('#!/bin/sh\necho "out $*"; cat; echo err >&2; exit "${CODE:-0}"\n')
        program.chmod(0o755)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, **files):
        for name, text in files.items():
            (self.story / name).write_text(text)

    def run_story(self, *options):
        done = subprocess.run([sys.executable, HERE / "story.py", "--build", self.build, *options, self.story], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_all_three_must_match(self):
        self.write(cmd="chitty a", stdout="out a\ngiven\n", stderr="err\n", exit="5\n", env="CODE=5\n", **{"in": "given\n"})
        self.assertEqual(self.run_story()[0], 0)
        for name, text in (("stdout", "out b\ngiven\n"), ("stderr", "other\n"), ("exit", "4\n")):
            kept = (self.story / name).read_text()
            self.write(**{name: text})
            code, said = self.run_story()
            self.assertEqual(code, 1, name)
            self.assertIn(f"{name} expected", said)
            self.write(**{name: kept})

    def test_absent_means_empty_and_zero(self):
        self.write(cmd="true")
        self.assertEqual(self.run_story()[0], 0)
        self.write(cmd="echo x")
        self.assertEqual(self.run_story()[0], 1)

    def test_update_records_and_then_passes(self):
        self.write(cmd="chitty a; pwd", env="CODE=0\n")
        self.assertEqual(self.run_story("--update")[0], 0)
        self.assertEqual((self.story / "stdout").read_text(), "out a\n[[home]]\n")
        self.assertFalse((self.story / "exit").exists())
        self.assertEqual(self.run_story()[0], 0)

    def test_carriage_returns_count(self):
        self.write(cmd=r"printf 'a\r\n'")
        self.run_story("--update")
        self.assertEqual((self.story / "stdout").read_bytes(), b"a\r\n")
        self.assertEqual(self.run_story()[0], 0)
        (self.story / "stdout").write_bytes(b"a\n")
        self.assertEqual(self.run_story()[0], 1)

    def test_a_failing_setup_fails_the_story(self):
        self.write(cmd="true", setup="echo no room; exit 3")
        code, said = self.run_story()
        self.assertEqual(code, 1)
        self.assertIn("setup ended with 3:\n        no room", said)

    def test_a_plugin_that_is_not_built_fails_the_story(self):
        self.write(cmd="true", plugins="acme\n")
        self.assertIn("not built: acme", self.run_story()[1])

    def test_what_a_story_left_running_is_ended(self):
        self.write(cmd='setsid sleep 300 >/dev/null 2>&1 & echo $! > "$HOME/pid"; cp "$HOME/pid" "$STORY/pid"')
        self.assertEqual(self.run_story()[0], 0)
        pid = int((self.story / "pid").read_text())
        self.assertFalse(runs(pid))


if __name__ == "__main__":
    unittest.main()
