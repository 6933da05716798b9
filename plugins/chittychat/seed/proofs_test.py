#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
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

NOBODY = "No model is configured and no case is connected, so there is nothing to answer from."


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = sqlite3.connect(self.folder / "chittyos.db")
        self.addCleanup(self.store.close)
        self.store.execute("CREATE TABLE chat_sessions (id TEXT, case_id TEXT, case_title TEXT)")
        self.store.execute("CREATE TABLE chat_messages (seq INTEGER, role TEXT, content TEXT, status TEXT, answered_by TEXT)")
        self.store.execute("CREATE TABLE chat_settings (model TEXT, system_prompt TEXT)")
        self.store.execute("CREATE TABLE chat_models (name TEXT)")
        self.store.execute("CREATE TABLE cases_cases (id TEXT, title TEXT)")
        self.store.commit()

    def put(self, sql, *values):
        self.store.execute(sql, values)
        self.store.commit()

    def around(self, out):
        return proof.World(out=out, store=self.folder, folder=self.folder, remotes={}, services=[])

    def both(self):
        self.put("INSERT INTO chat_messages VALUES (1, 'user', ?, 'sent', NULL)", proofs.QUESTION)
        self.put("INSERT INTO chat_messages VALUES (2, 'assistant', ?, 'whole', 'nobody')", NOBODY + "\n")

    def test_a_message_needs_its_answer(self):
        self.assertTrue(proofs.answered(self.around(NOBODY)))
        self.both()
        self.assertIsNone(proofs.answered(self.around(NOBODY + "\n")))
        self.assertTrue(proofs.answered(self.around("Yes")))

    def test_the_history_is_that_of_the_store(self):
        self.assertTrue(proofs.history(self.around("")))
        self.both()
        self.assertIsNone(proofs.history(self.around(f"1\tuser\t{proofs.QUESTION}\n2\tassistant\t{NOBODY}\n")))
        self.assertTrue(proofs.history(self.around(f"1\tuser\t{proofs.QUESTION}\n")))

    def test_the_file_is_the_conversation(self):
        self.both()
        document = {"format": "chittychat-export/1", "messages": [{"seq": 1, "content": proofs.QUESTION}]}
        (self.folder / "chat.json").write_text(json.dumps(document))
        self.assertTrue(proofs.exported(self.around("")))
        document["messages"].append({"seq": 2, "content": NOBODY + "\n"})
        (self.folder / "chat.json").write_text(json.dumps(document))
        self.assertIsNone(proofs.exported(self.around("")))

    def test_what_is_not_there_is_not_shown(self):
        self.assertIsNone(proofs.no_models(self.around("")))
        self.assertIsNone(proofs.nothing_said(self.around("")))
        self.put("INSERT INTO chat_models VALUES ('m')")
        self.put("INSERT INTO chat_sessions VALUES ('s', NULL, NULL)")
        self.assertTrue(proofs.no_models(self.around("")))
        self.assertTrue(proofs.nothing_said(self.around("")))

    def test_settings_are_those_of_the_store(self):
        prove = proofs.PROOFS["chitty chat model set claude-sonnet-4"]
        self.assertTrue(prove(self.around("Model\tclaude-sonnet-4\n")))
        self.put("INSERT INTO chat_settings VALUES ('claude-sonnet-4', NULL)")
        self.assertIsNone(prove(self.around("Model\tclaude-sonnet-4\n")))
        self.assertTrue(prove(self.around("Model\tother\n")))

    def test_the_case_is_one_of_chittycases(self):
        self.put("INSERT INTO chat_sessions VALUES ('s', 'c', 'Acme')")
        self.assertTrue(proofs.connected(self.around("Case\tc\n")))
        self.put("INSERT INTO cases_cases VALUES ('c', 'Acme')")
        self.assertIsNone(proofs.connected(self.around("Case\tc\n")))
        self.assertIsNone(proofs.summarized(self.around("Acme\n\nThere is no text in its documents to summarize.\n")))
        self.assertTrue(proofs.summarized(self.around("Acme\n")))


if __name__ == "__main__":
    unittest.main()
