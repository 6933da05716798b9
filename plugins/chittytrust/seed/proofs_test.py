#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Trust(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = sqlite3.connect(self.folder / "chittyos.db")
        self.addCleanup(self.store.close)
        for table in ("trust_scores (id, entity_id, composite, source, temporal, channel, calculated_at)", "trust_events (entity_id)",
                      "trust_requests (id, status, entity, amount, verifier, outcome, requester)", "trust_transfers (debit, credit, amount, kind, request_id)", "trust_connections (source, target)"):
            self.store.execute(f"CREATE TABLE {table}")

    def add(self, table, *values):
        self.store.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        self.store.commit()

    def around(self, out):
        return proof.World(out=out, store=self.folder, folder=self.folder, remotes={}, services=[])

    def test_a_score_is_what_is_stored_and_not_nothing(self):
        self.assertTrue(proofs.scored(self.around("Score\t0.0\nEvents\t0\n")))
        self.add("trust_scores", "1", proofs.ENTITY, 2345, 0, 0, 0, "2026-01-01")
        self.add("trust_events", proofs.ENTITY)
        self.assertIsNone(proofs.scored(self.around("Score\t23.45\nEvents\t1\n")))
        self.assertTrue(proofs.scored(self.around("Score\t23.45\nEvents\t2\n")))
        self.assertTrue(proofs.scored(self.around("Score\t23.46\nEvents\t1\n")))
        self.assertIsNone(proofs.remembered(self.around("x\t1\n")))
        self.assertTrue(proofs.remembered(self.around("x\t2\n")))

    def test_dimensions_are_those_that_were_asked_for(self):
        self.add("trust_scores", "1", "owner", 2345, 100, 250, 0, "2026-01-01")
        three = "Entity\towner\nSource\t1.0\nTemporal\t2.5\nChannel\t0.0\n"
        self.assertIsNone(proofs.three_dimensions(self.around(three + "Outcome\t\n")))
        self.assertTrue(proofs.three_dimensions(self.around(three + "Outcome\t1.0\n")))
        self.assertTrue(proofs.three_dimensions(self.around("Entity\towner\nSource\t1.0\nTemporal\t2.5\nChannel\t1.0\n")))

    def test_an_amount_must_have_moved(self):
        self.add("trust_requests", "r", "open", proofs.ENTITY, 1000, None, None, "ada")
        self.assertTrue(proofs.requested(self.around("ID\tr\n")))
        self.add("trust_transfers", "ada", "@escrow", 1000, "escrow", "r")
        self.assertIsNone(proofs.requested(self.around("ID\tr\n")))
        self.assertTrue(proofs.accepted(self.around("ID\tr\n")))
        self.store.execute("UPDATE trust_requests SET status = 'claimed', verifier = 'owner'")
        self.store.commit()
        self.assertIsNone(proofs.accepted(self.around("ID\tr\n")))
        self.store.execute("UPDATE trust_requests SET status = 'completed', outcome = 'confirmed'")
        self.store.commit()
        self.assertTrue(proofs.completed(self.around("ID\tr\n")))
        self.add("trust_transfers", "@escrow", "owner", 1000, "payment", "r")
        self.assertIsNone(proofs.completed(self.around("ID\tr\n")))

    def test_a_network_is_that_of_the_stored_connections(self):
        for a, b in ((proofs.ENTITY, "a"), ("b", "a"), ("b", "c")):
            self.add("trust_connections", a, b)
        self.assertIsNone(proofs.walked(self.around(f"{proofs.ENTITY}\t0\na\t1\nb\t2\n")))
        self.assertTrue(proofs.walked(self.around(f"{proofs.ENTITY}\t0\na\t1\n")))
        edge = lambda a, b: f'<edge source="{a}" target="{b}"/>'
        graph = lambda *edges: f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph>{"".join(edges)}</graph></graphml>'
        self.assertIsNone(proofs.exported(self.around(graph(edge("b", "a"), edge("b", "c"), edge(proofs.ENTITY, "a")))))
        self.assertTrue(proofs.exported(self.around(graph(edge("b", "a")))))


if __name__ == "__main__":
    unittest.main()
