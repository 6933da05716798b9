#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import hashlib
import json
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Evidence(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.store = sqlite3.connect(self.path / "chittyos.db")
        self.addCleanup(self.store.close)
        self.store.executescript(
            "CREATE TABLE verify_evidence (artifact_id TEXT, original_filename TEXT, content_hash TEXT, case_binding TEXT, verify_status TEXT);"
            "CREATE TABLE verify_custody (evidence TEXT, seq INTEGER, action TEXT); CREATE TABLE verify_pieces (owner TEXT, address TEXT);"
            "CREATE TABLE verify_facts (fact_id TEXT); CREATE TABLE verify_leaves (evidence TEXT, block INTEGER, path TEXT, leaf TEXT);"
            "CREATE TABLE verify_blocks (number INTEGER, root TEXT)")
        (self.path / "statement.pdf").write_bytes(b"abc")
        self.digest = hashlib.sha256(b"abc").hexdigest()
        self.do("INSERT INTO verify_evidence VALUES ('ART-1', 'statement.pdf', ?, 'case-123', 'ChittyVerified')", self.digest)
        for seq, action in enumerate(("COLLECTED", "UPLOADED", "VERIFIED"), 1):
            self.do("INSERT INTO verify_custody VALUES ('ART-1', ?, ?)", seq, action)
        self.do("INSERT INTO verify_pieces VALUES ('ART-1', ?)", f"sha256:{self.digest}")

    def do(self, statement, *values):
        self.store.execute(statement, values)
        self.store.commit()

    def around(self, out):
        return proof.World(out=out, store=self.path, folder=self.path, remotes={}, services=[])

    def test_what_was_submitted_is_stored_with_its_bytes(self):
        ours = proofs.submitted("statement.pdf", "case-123")
        self.assertIsNone(ours(self.around("ID\tART-1\n")))
        self.assertTrue(ours(self.around("ID\tART-2\n")))
        self.assertTrue(proofs.submitted("statement.pdf")(self.around("ID\tART-1\n")))
        self.do("UPDATE verify_pieces SET address = 'sha256:other'")
        self.assertTrue(ours(self.around("ID\tART-1\n")))

    def test_a_list_is_that_of_the_case(self):
        self.assertIsNone(proofs.listed(self.around("ART-1\tstatement.pdf\n")))
        self.assertTrue(proofs.listed(self.around("")))
        self.do("INSERT INTO verify_evidence VALUES ('ART-2', 'b', '', 'case-123', '')")
        self.assertTrue(proofs.listed(self.around("ART-1\tstatement.pdf\n")))

    def test_one_is_shown_as_it_is_stored(self):
        self.assertIsNone(proofs.shown(self.around(f"ID\tART-1\nHash\t{self.digest}\n")))
        self.assertTrue(proofs.shown(self.around("ID\tART-1\nHash\tother\n")))

    def test_a_custody_is_told_from_its_first_entry_on(self):
        self.assertIsNone(proofs.chained(self.around("1\ta\n2\tb\n3\tc\n")))
        self.assertTrue(proofs.chained(self.around("1\ta\n3\tc\n")))

    def test_a_check_is_recorded(self):
        self.assertIsNone(proofs.checked(self.around("Status\tunaltered\n")))
        self.do("INSERT INTO verify_custody VALUES ('ART-1', 4, 'CHECK_FAILED')")
        self.assertTrue(proofs.checked(self.around("Status\tunaltered\n")))

    def test_without_facts_nothing_contradicts(self):
        self.assertIsNone(proofs.without_contradictions(self.around("")))
        self.assertTrue(proofs.without_contradictions(self.around("CONFLICT-1\n")))

    def test_what_is_minted_has_its_leaf_and_block(self):
        self.assertTrue(proofs.minted(self.around("ART-1\tlocal\t1\troot\n")))
        self.do("INSERT INTO verify_leaves VALUES ('ART-1', 1, '[]', 'leaf')")
        self.do("INSERT INTO verify_blocks VALUES (1, 'leaf')")
        self.assertIsNone(proofs.minted(self.around("ART-1\tlocal\t1\troot\n")))
        self.assertTrue(proofs.minted(self.around("ART-1\tethereum\t1\troot\n")))
        self.do("UPDATE verify_blocks SET root = 'other'")
        self.assertTrue(proofs.minted(self.around("ART-1\tlocal\t1\troot\n")))

    def test_what_is_anchored_has_a_valid_proof(self):
        self.assertIsNone(proofs.anchored(self.around("ID\tART-1\nMinting\tMinted\nLedger\tlocal\nProof\tvalid\n")))
        self.assertTrue(proofs.anchored(self.around("ID\tART-1\nMinting\tMinted\nLedger\tlocal\nProof\tThe path\n")))

    def judged(self, *entries, told=None):
        text = lambda value: {"rich_text": [{"text": {"content": value}}]}
        seen = [{"method": "POST", "target": "/v1/pages", "body": json.dumps({"properties": {"Artifact id": text(one), "Content hash": text(digest), "Tag": text(tag)}})}
                for one, digest, tag in entries]
        around = self.around(f"Added\t{len(entries) if told is None else told}\n")
        around.remotes = {"notion-database": seen}
        return proofs.synced(around)

    def test_each_piece_of_evidence_is_an_entry_with_its_hash_and_the_tag(self):
        self.assertIsNone(self.judged(("ART-1", self.digest, "Evidence")))
        self.assertTrue(self.judged(("ART-1", "other", "Evidence")))
        self.assertTrue(self.judged(("ART-1", self.digest, "Other")))
        self.assertTrue(self.judged(("ART-1", self.digest, "Evidence"), told=2))
        self.assertTrue(self.judged())


if __name__ == "__main__":
    unittest.main()
