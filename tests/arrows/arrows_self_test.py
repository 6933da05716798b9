#!/usr/bin/env python3
"""The checks of arrows.py find what they are for: a small wrong house, made here."""
import pathlib
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).parent


def check(kind, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ("core", "sdk", "plugins", "tests", "examples", "packaging"):
            (root / name).mkdir()
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        run = subprocess.run([sys.executable, here / "arrows.py", kind, root], capture_output=True, text=True)
        return run.returncode, run.stdout


house = {"core/base/a.hpp": "", "core/net/b.hpp": "", "core/app/c.hpp": ""}
wrong = [
    ("includes", {**house, "core/base/x.cpp": '#include "net/b.hpp"\n'}, "no arrow from core/base to core/net"),
    ("includes", {**house, "core/net/x.cpp": '#include "app/c.hpp"\n'}, "no arrow from core/net to core/app"),
    ("includes", {**house, "plugins/p/x.cpp": '#include "base/a.hpp"\n'}, "no arrow from plugins to core/base"),
    ("heavy", {**house, "core/view/x.cpp": "#include <boost/beast/http.hpp>\n"}, "belongs to core/daemon, core/net"),
    ("services", {"core/app/x.cpp": '// as ChittyID does\n'}, "names ChittyID"),
    ("readmes", house, "core/net: has no README.md"),
]
for kind, files, words in wrong:
    code, said = check(kind, files)
    assert code == 1 and words in said, (kind, words, said)
code, said = check("includes", {**house, "core/net/x.cpp": '#include "base/a.hpp"\n#include "net/b.hpp"\n'})
assert code == 0, said
print(f"{len(wrong) + 1} passed, 0 failed")
