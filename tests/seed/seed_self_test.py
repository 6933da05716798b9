#!/usr/bin/env python3
"""The parts of the seed runner that decide what a line is and what is filled in."""
import base64
import hashlib
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import proofs
import world
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
            identifiers = Identifiers(path, lambda command: asked.append(command) or gives)
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


class Proofs(unittest.TestCase):
    def around(self, folder, out):
        return proofs.World(out=out, store=pathlib.Path(folder), folder=pathlib.Path(folder), github=[], services=["acme"])

    def test_without_a_store_nothing_is_proven(self):
        lines = set((HERE / "seed-commands.txt").read_text().splitlines())
        with tempfile.TemporaryDirectory() as folder:
            for line in proofs.PROOFS:
                self.assertIn(line, lines)
                self.assertTrue(proofs.missing(line, self.around(folder, "DID\tx\n")), line)

    def test_a_line_without_proof_lacks_it(self):
        self.assertIn("does not say", proofs.missing("chitty acme make", None))

    def test_a_token_must_be_stored_as_the_hash_of_what_is_printed(self):
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"ca_local_x").digest()).decode().rstrip("=")
        proof = proofs.made("'ada'", ["a:b"])
        for stored, scopes, subject, note, good in ((digest, '["a:b"]', "ada", "n", True), ("ca_local_x", '["a:b"]', "ada", "n", False),
                                                    (digest, '["a:c"]', "ada", "n", False), (digest, '["a:b"]', "bob", "n", False),
                                                    (digest, '["a:b"]', "ada", "ca_local_x", False)):
            with tempfile.TemporaryDirectory() as folder, sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE auth_tokens (id, token_hash, subject, scopes, status, note)")
                store.execute("INSERT INTO auth_tokens VALUES ('tok_1', ?, ?, ?, 'active', ?)", (stored, subject, scopes, note))
                store.commit()
                self.assertEqual(not proof(self.around(folder, "Token\tca_local_x\n")), good, (stored, scopes, subject, note))

    def test_an_identity_must_be_stored_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            with sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE identities (did TEXT, entity TEXT, metadata TEXT, characterization TEXT)")
                store.execute("INSERT INTO identities VALUES ('d', 'P', '{}', NULL)")
            self.assertIsNone(proofs.minted("P")(self.around(folder, "DID\td\n")) or None)
            self.assertTrue(proofs.minted("P")(self.around(folder, "DID\te\n")))
            self.assertTrue(proofs.minted("L")(self.around(folder, "DID\td\n")))
            self.assertTrue(proofs.minted("P", name="Acme")(self.around(folder, "DID\td\n")))


class Files(unittest.TestCase):
    def test_the_users_file_is_as_it_was_given(self):
        digest = hashlib.sha256((HERE / "seed-commands.txt").read_bytes()).hexdigest()
        self.assertEqual(digest, "f3b67b408cf7a9acc76cfb48a681bf80d13eae1eba79149afe58f84356a6558f")

    def test_every_answer_is_of_a_line(self):
        lines = (HERE / "seed-commands.txt").read_text().splitlines()
        for line, (code, why) in answers(HERE / "answers.txt").items():
            self.assertIn(line, lines)
            self.assertNotEqual(code, 0)
            self.assertTrue(why, line)

    def test_the_pdf_knows_where_its_objects_are(self):
        data = world.pdf("x")
        place = int(data.split(b"startxref\n")[1].split(b"\n")[0])
        self.assertTrue(data[place:].startswith(b"xref"))
        for number, row in enumerate(data[place:].split(b"\n")[3:8], 1):
            self.assertTrue(data[int(row[:10]):].startswith(b"%d 0 obj" % number))


if __name__ == "__main__":
    unittest.main()
