#!/usr/bin/env python3
"""The parts of the seed runner that decide what a line is and what is filled in."""
import hashlib
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import files
import proof
from catalogue import Catalogue, Identifiers, answers


class Lines(unittest.TestCase):
    def setUp(self):
        self.catalogue = Catalogue(HERE, [])
        self.catalogue.paths = {"acme make": "acme", "acme thing list": "acme", "os status": "os"}

    def test_a_line_belongs_to_the_longest_path(self):
        self.assertEqual(self.catalogue.command_of("chitty acme make --kind x"), "acme make")
        self.assertEqual(self.catalogue.command_of("chitty acme thing list some-id"), "acme thing list")

    def test_os_hands_on_what_is_not_its_own(self):
        self.assertEqual(self.catalogue.command_of("chitty os acme make"), "acme make")
        self.assertEqual(self.catalogue.command_of("chitty os status --all"), "os status")

    def test_a_remotes_name_stands_for_its_type(self):
        self.catalogue.remotes = {"mine": "acme"}
        self.assertEqual(self.catalogue.command_of("chitty mine make --kind x"), "acme make")
        self.assertEqual(self.catalogue.command_of("chitty os mine make"), "acme make")
        self.assertIsNone(self.catalogue.command_of("chitty theirs make"))

    def test_what_nobody_declares_is_open(self):
        self.assertIsNone(self.catalogue.command_of("chitty other make"))
        self.assertIsNone(self.catalogue.command_of("chitty acme other"))
        self.assertIsNone(self.catalogue.command_of("chitty os doctor"))


class Filling(unittest.TestCase):
    def fill(self, rows, line, root="acme", gives="42\n"):
        asked = []
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "identifiers.txt")
            path.write_text(rows)
            identifiers = Identifiers([path], lambda command: asked.append(command) or gives)
            return identifiers.fill(line, root), asked

    def test_whole_words_only_and_asked_once(self):
        filled, asked = self.fill("* some-id  list them | head\n", "chitty acme get some-id --x some-id --awesome-id ./some-id.pdf > some-id.json")
        self.assertEqual(filled, "chitty acme get 42 --x 42 --awesome-id ./some-id.pdf > some-id.json")
        self.assertEqual(asked, ["list them | head"])

    def test_of_its_root_only(self):
        self.assertEqual(self.fill("other some-id x\n", "chitty acme get some-id")[0], "chitty acme get some-id")

    def test_nothing_to_fill_in_is_no_success(self):
        with self.assertRaises(LookupError):
            self.fill("* some-id x\n", "chitty acme get some-id", gives="\n")

    def test_what_is_filled_in_cannot_be_a_command(self):
        self.assertEqual(self.fill("* some-id x\n", "chitty acme get some-id", gives="$(rm)\n")[0], "chitty acme get '$(rm)'")


class Plugins(unittest.TestCase):
    """What plugins/NAME/seed says, of every plugin that is there."""

    def setUp(self):
        self.folders = sorted(path for path in (HERE.parents[1] / "plugins").glob("*/seed") if path.is_dir())
        self.lines = set((HERE / "seed-commands.txt").read_text().splitlines())

    def test_without_a_store_nothing_is_proven(self):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            nothing = proof.World(out="DID\tx\n", store=here, folder=here, remotes={}, services=["acme"])
            for path in self.folders:
                proofs = proof.load(path / "proofs.py").PROOFS
                for line in proofs:
                    self.assertIn(line, self.lines)
                    self.assertTrue(proof.missing(proofs, line, nothing), line)

    def test_every_answer_is_of_a_line_and_has_a_reason(self):
        for path in self.folders:
            for line, code in answers([path / "answers.txt"], []).items():
                self.assertIn(line, self.lines)
                self.assertNotEqual(code, 0)

    def test_a_line_without_proof_lacks_it(self):
        self.assertIn("no seed/proofs.py", proof.missing({}, "chitty acme make", None))

    def test_a_line_about_a_plugin_that_is_not_there_is_open(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "answers.txt")
            path.write_text("needs:acme  chitty x -- because\n3  chitty y -- because\n")
            self.assertEqual(answers([path], []), {"chitty x": "open", "chitty y": 3})
            self.assertEqual(answers([path], ["acme"]), {"chitty y": 3})


class Files(unittest.TestCase):
    def test_the_users_file_is_as_it_was_given(self):
        digest = hashlib.sha256((HERE / "seed-commands.txt").read_bytes()).hexdigest()
        self.assertEqual(digest, "f3b67b408cf7a9acc76cfb48a681bf80d13eae1eba79149afe58f84356a6558f")

    def test_the_pdf_knows_where_its_objects_are(self):
        data = files.pdf("x")
        place = int(data.split(b"startxref\n")[1].split(b"\n")[0])
        self.assertTrue(data[place:].startswith(b"xref"))
        for number, row in enumerate(data[place:].split(b"\n")[3:8], 1):
            self.assertTrue(data[int(row[:10]):].startswith(b"%d 0 obj" % number))


if __name__ == "__main__":
    unittest.main()
