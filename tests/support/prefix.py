"""An installation of its own: the programs of a build, and of its plugins only those that are named."""
import os
import pathlib
import shutil


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def make_prefix(build, prefix, plugins):
    """Fill `prefix` with bin/ and lib/chitty/ of `build`; the missing plugins' names come back."""
    build, prefix = pathlib.Path(build), pathlib.Path(prefix)
    (prefix / "bin").mkdir(parents=True)
    installed = prefix / "lib/chitty/plugins"
    installed.mkdir(parents=True)
    for program in ("chitty", "chittyd"):
        if (build / "bin" / program).exists():
            _link(build / "bin" / program, prefix / "bin" / program)
    library = build / "lib/chitty"
    for file in library.glob("*"):
        if file.is_file():
            _link(file, prefix / "lib/chitty" / file.name)
    missing = []
    for name in plugins:
        file = library / "plugins" / f"{name}.so"
        if file.exists():
            # A copy: a link that comes or goes changes the file's times for all, and the host takes that for being written.
            shutil.copy2(file, installed / file.name)
        else:
            missing.append(name)
    return missing
