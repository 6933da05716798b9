#!/usr/bin/env python3
"""Does the freeze see what it must? Headers that are changed on purpose, held against today's description."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "sdk" / "abi"))
import abi_data  # noqa: E402  (its folder has just been named)

HEADER = (ROOT / "sdk" / "include" / "chitty" / "plugin.h").read_text()


def described(text):
    # The layout asserts would stop the compiler before the freeze is asked.
    text = "\n".join(line for line in text.splitlines() if not line.startswith("CHITTY_LAYOUT("))
    with tempfile.NamedTemporaryFile("w", suffix=".h") as file:
        file.write(text)
        file.flush()
        return abi_data.describe(file.name)


RELEASED = described(HEADER)


class Freeze(unittest.TestCase):
    def broken(self, old, new):
        self.assertIn(old, HEADER)
        return abi_data.broken_promises(RELEASED, described(HEADER.replace(old, new, 1)))

    def test_nothing_changed(self):
        self.assertEqual(abi_data.broken_promises(RELEASED, described(HEADER)), [])

    def test_a_slot_appended_is_allowed(self):
        self.assertEqual(self.broken("} chitty_log;", "  void(CHITTY_CALL* flush)(const chitty_call* call);\n} chitty_log;"), [])

    def test_a_constant_added_is_allowed(self):
        self.assertEqual(self.broken("#define CHITTY_CANCELLED", "#define CHITTY_NEW 901\n#define CHITTY_CANCELLED"), [])

    def test_a_field_inserted(self):
        self.assertTrue(self.broken("  chitty_str hint;", "  uint64_t inserted;\n  chitty_str hint;"))

    def test_a_field_removed(self):
        self.assertTrue(self.broken("  uint64_t retry_after_ms;", ""))

    def test_fields_swapped(self):
        self.assertTrue(self.broken("  chitty_str name;    /* \"chitty\"", "  chitty_str other;    /* \"chitty\""))

    def test_a_signature_changed_with_the_same_size(self):
        bad = self.broken("void(CHITTY_CALL* write)(const chitty_call* call, uint32_t level,",
                          "void(CHITTY_CALL* write)(const chitty_call* call, uint64_t level,")
        self.assertEqual(len(bad), 1)
        self.assertIn("chitty_log.write", bad[0])

    def test_a_constant_changed(self):
        self.assertIn("CHITTY_TIMEOUT was 601 and is 602", self.broken("CHITTY_TIMEOUT           601", "CHITTY_TIMEOUT           602"))

    def test_the_fixed_struct_grown(self):
        self.assertTrue(self.broken("  uint64_t len;    /* bytes */", "  uint64_t len;\n  uint64_t more;"))

    def test_a_struct_removed(self):
        bad = self.broken("struct chitty_events {", "struct chitty_happenings {")
        self.assertIn("chitty_events is gone", bad)


unittest.main()
