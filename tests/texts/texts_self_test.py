"""The checks of texts.py see what they are for."""
import pathlib
import tempfile
import unittest

import texts

MANIFEST = """{"roots": [{"word": "acme"}], "commands": [{"path": "id mint", "options": [{"name": "entity"}],
  "view": {"kind": "list", "columns": [{"title": "NAME OF IT", "value": "/name"}, {"title": "Minted by", "value": "/by"}]}}]}"""


class Texts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        for path, text in {"core/builtin/host.json": '{"commands": [], "roots": []}', "core/cli/global_arguments.cpp": 'option("quiet", 0)',
                           "plugins/x/manifest.json": MANIFEST, "README.md": "", "CONTRIBUTING.md": ""}.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text)

    def tearDown(self):
        self.folder.cleanup()

    def source(self, text):
        (self.root / "plugins/x/a.cpp").write_text(text)

    def test_a_command_that_is_not_there(self):
        self.source('f("Mint one: chitty id mint --entity PERSON --quiet");\ng("See: chitty id mnt");\nh("chitty id mint --entty P");\n// chitty id nothing\n')
        self.assertEqual([line.split(": ")[0] for line in texts.commands(self.root)], ["plugins/x/a.cpp:2", "plugins/x/a.cpp:3"])

    def test_a_literal_of_two_pieces_is_one(self):
        self.source('f("See: chitty id "\n  "mnt");')
        self.assertEqual(len(texts.commands(self.root)), 1)

    def test_phrases_titles_and_quotes(self):
        self.source('f("\'x\' is no option of \'y\'");\ng("See `chitty id mint`");\nh("Run: \'chitty id mint\'");')
        self.assertEqual(len(texts.phrases(self.root)), 1)
        self.assertEqual(len(texts.hints(self.root)), 2)
        self.assertEqual(len(texts.titles(self.root)), 1)

    def test_names_in_json(self):
        self.source('return json::object{{"data_folder", folder}};')
        self.assertEqual(texts.names(self.root), [])  # not a room whose JSON is read
        (self.root / "plugins/os").mkdir()
        (self.root / "plugins/os/a.cpp").write_text('return json::object{{"data_folder", folder}, {"access_token", token}};\nrow["uptime_ms"] = 1;')
        (self.root / "plugins/x/schema").mkdir()
        (self.root / "plugins/x/schema/a.json").write_text('{"type": "object", "properties": {"home_url": {"type": "string"}, "createdAt": {}}}')
        (self.root / "plugins/x/stories/one").mkdir(parents=True)
        (self.root / "plugins/x/stories/one/stdout").write_text('{"already_running": true, "created_at": "x"}')
        self.assertEqual([line.split("'")[1] for line in texts.names(self.root)], ["data_folder", "uptime_ms", "home_url", "already_running"])


if __name__ == "__main__":
    unittest.main()
