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


def room(name, depends, more=""):
    return f"chitty_room({name}\n  SOURCES x.cpp\n  DEPENDS {depends}{more})\n" if depends else f"chitty_room({name} SOURCES x.cpp)\n"


house = {
    "core/base/a.hpp": "", "core/base/CMakeLists.txt": room("base", ""),
    "core/net/b.hpp": "", "core/net/CMakeLists.txt": room("net", "base") + room("web_key", "base"),
    "core/daemon/host/h.hpp": "", "core/daemon/host/CMakeLists.txt": room("host", "web_key", "\n  TESTS t_test.cpp\n  TEST_DEPENDS base"),
    "core/app/c.hpp": "",
    "core/app/CMakeLists.txt": room("app", "net base") + "add_executable(chitty ../main.cpp)\n"
                               "target_link_libraries(chitty PRIVATE chitty_app chitty_flags)\n",
    "core/main.cpp": '#include "app/c.hpp"\n',
}
wrong = [
    ("includes", {**house, "core/base/x.cpp": '#include "net/b.hpp"\n'}, "no arrow from core/base to core/net"),
    ("includes", {**house, "core/net/x.cpp": '#include "app/c.hpp"\n'}, "no arrow from core/net to core/app"),
    ("includes", {**house, "core/daemon/host/x.cpp": '#include "base/a.hpp"\n'}, "no arrow from core/daemon/host to core/base"),
    ("includes", {**house, "core/main.cpp": '#include "net/b.hpp"\n'}, "no arrow from core to core/net"),
    ("includes", {**house, "core/base/CMakeLists.txt": room("base", "app")},
     "an arrow leads back: core/app -> core/base -> core/app"),
    ("includes", {**house, "core/base/CMakeLists.txt": room("base", "cellar")}, "base DEPENDS cellar, which is no room"),
    ("includes", {**house, "plugins/p/x.cpp": '#include "base/a.hpp"\n'}, "no arrow from plugins to core/base"),
    ("heavy", {**house, "core/view/x.cpp": "#include <boost/beast/http.hpp>\n"}, "belongs to core/daemon/forward, core/daemon/serve, core/net"),
    ("services", {"core/app/x.cpp": '// as ChittyID does\n'}, "names ChittyID"),
    ("readmes", house, "core/net: has no README.md"),
]
for kind, files, words in wrong:
    code, said = check(kind, files)
    assert code == 1 and words in said, (kind, words, said)
code, said = check("includes", {**house, "core/net/x.cpp": '#include "base/a.hpp"\n#include "net/b.hpp"\n',
                                "core/daemon/host/x.cpp": '#include "net/b.hpp"\n', "core/daemon/host/x_test.cpp": '#include "base/a.hpp"\n'})
assert code == 0, said
print(f"{len(wrong) + 1} passed, 0 failed")
