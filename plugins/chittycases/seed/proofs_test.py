#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import hashlib
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Cases(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.store = sqlite3.connect(self.path / "chittyos.db")
        self.addCleanup(self.store.close)
        self.store.executescript(
            "CREATE TABLE cases_cases (id TEXT, chitty_id TEXT, case_number TEXT, title TEXT, case_type TEXT, status TEXT, version INTEGER);"
            "CREATE TABLE cases_statuses (case_id TEXT, version INTEGER, status TEXT); CREATE TABLE identities (did TEXT);"
            "CREATE TABLE cases_documents (id TEXT, case_id TEXT, name TEXT, content_hash TEXT, state TEXT, findings INTEGER);"
            "CREATE TABLE cases_pages (document TEXT, page INTEGER, text TEXT); CREATE TABLE cases_findings (document TEXT, number INTEGER);"
            "CREATE TABLE cases_intel (case_id TEXT, result TEXT)")
        (self.path / "filing.pdf").write_bytes(b"abc")
        self.digest = hashlib.sha256(b"abc").hexdigest()
        self.do("INSERT INTO cases_cases VALUES ('CASE-1', 'did:1', '2026-C-000001', 'Acme v. Beta', 'civil', 'open', 1)")
        self.do("INSERT INTO cases_statuses VALUES ('CASE-1', 1, 'open')")
        self.do("INSERT INTO identities VALUES ('did:1')")
        self.do("INSERT INTO cases_documents VALUES ('DOC-1', 'CASE-1', 'filing.pdf', ?, 'analyzed', 1)", self.digest)
        self.do("INSERT INTO cases_pages VALUES ('DOC-1', 1, 'Filing in Acme v. Beta')")
        self.do("INSERT INTO cases_findings VALUES ('DOC-1', 1)")

    def do(self, statement, *values):
        self.store.execute(statement, values)
        self.store.commit()

    def around(self, out):
        return proof.World(out=out, store=self.path, folder=self.path, remotes={}, services=["chittyid"])

    def test_a_case_has_its_number_and_its_minted_id(self):
        ours, said = proofs.created("Acme v. Beta", "civil"), "ID\tCASE-1\nNumber\t2026-C-000001\n"
        self.assertIsNone(ours(self.around(said)))
        self.assertTrue(proofs.created("Acme v. Beta", "general")(self.around(said)))
        self.assertTrue(ours(self.around("ID\tCASE-1\nNumber\t2026-C-000002\n")))
        self.do("DELETE FROM identities")
        self.assertTrue(ours(self.around(said)))

    def test_lists_and_shows_what_is_stored(self):
        self.assertIsNone(proofs.listed(self.around("CASE-1\t2026-C-000001\n")))
        self.assertTrue(proofs.listed(self.around("")))
        self.assertIsNone(proofs.shown(self.around("ID\tCASE-1\nNumber\t2026-C-000001\nStatus\topen\n")))
        self.assertTrue(proofs.shown(self.around("ID\tCASE-1\nNumber\t2026-C-000001\nStatus\tclosed\n")))

    def test_a_status_is_changed_once_and_remembered(self):
        self.assertTrue(proofs.in_discovery(self.around("")))
        self.do("UPDATE cases_cases SET status = 'discovery', version = 2")
        self.assertTrue(proofs.in_discovery(self.around("")))
        self.do("INSERT INTO cases_statuses VALUES ('CASE-1', 2, 'discovery')")
        self.assertIsNone(proofs.in_discovery(self.around("")))

    def test_a_document_is_the_file(self):
        self.assertIsNone(proofs.uploaded(self.around(f"ID\tDOC-1\nHash\t{self.digest}\n")))
        self.assertTrue(proofs.uploaded(self.around("ID\tDOC-1\nHash\tother\n")))
        (self.path / "filing.pdf").write_bytes(b"abd")
        self.assertTrue(proofs.uploaded(self.around(f"ID\tDOC-1\nHash\t{self.digest}\n")))

    def test_an_analysis_has_text_and_findings(self):
        self.assertIsNone(proofs.analyzed(self.around("party\t1\n")))
        self.assertTrue(proofs.analyzed(self.around("party\t1\nparty\t2\n")))
        self.do("UPDATE cases_pages SET text = ''")
        self.assertTrue(proofs.analyzed(self.around("party\t1\n")))

    def test_a_run_is_kept_and_a_report_tells_it(self):
        self.assertTrue(proofs.linked(self.around("Case\t2026-C-000001\n")))
        self.do("INSERT INTO cases_intel VALUES ('CASE-1', '{\"timeline\":[]}')")
        self.assertIsNone(proofs.linked(self.around("Case\t2026-C-000001\n")))
        self.assertIsNone(proofs.reported(self.around("# Acme v. Beta\n2026-C-000001\n## Deadlines\n## Timeline\nfiling.pdf\n")))
        self.assertTrue(proofs.reported(self.around("# Acme v. Beta\n2026-C-000001\n## Timeline\nfiling.pdf\n")))


if __name__ == "__main__":
    unittest.main()
