#!/usr/bin/env python3
"""Run stories: story.py --build BUILD [--update] FOLDER...   What a story is: tests/cli/README.md"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import family
import pattern
import prefix

SECONDS = 60


def read(path):
    return path.read_bytes().decode() if path.exists() else ""  # bytes: CR LF stays CR LF


def words_of(path):
    return [line.strip() for line in read(path).splitlines() if line.strip() and not line.startswith("#")]


def environment(story, home, bin_folder, mark):
    env = {"HOME": home, "PATH": f"{bin_folder}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb",
           "STORY": str(story), "TMPDIR": f"{home}/tmp", family.MARK: mark}
    for kind in ("config", "data", "cache", "state"):
        env[f"XDG_{kind.upper()}_HOME"] = f"{home}/{kind}"
    # What a sanitizer or coverage build needs to be told goes through.
    env.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name == "GCOV_PREFIX"})
    for line in words_of(story / "env"):
        name, _, value = line.partition("=")
        env[name] = value.replace("[[home]]", home)
    return env


def shell(snippet, env, given):
    """(stdout, stderr, exit) of one snippet; a snippet without end is ended and has exit 124."""
    process = subprocess.Popen(["sh", "-eu", "-c", snippet], env=env, cwd=env["HOME"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = process.communicate(given, timeout=SECONDS)
        code = process.returncode
    except subprocess.TimeoutExpired:
        family.end(env[family.MARK])
        out, err = process.communicate()
        code, err = 124, err + f"[no end within {SECONDS} s]\n".encode()
    return out.decode(errors="backslashreplace"), err.decode(errors="backslashreplace"), code


def compare(story, came, words, update):
    """The differences as texts; with `update` they become the expectation."""
    differences = []
    for name, actual in came.items():
        path = story / name
        expected = read(path)
        if name == "exit":
            expected = expected.strip() or "0"
        if pattern.matches(expected, actual, words):
            continue
        if not update:
            differences.append(pattern.difference(expected, actual, name))
            continue
        text = actual + "\n" if name == "exit" else pattern.recorded(expected, actual, words)
        if text in ("", "0\n") and (name == "exit" or text == ""):
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text.encode())
    return differences


def run(story, build, update):
    plugins = words_of(story / "plugins")
    if story.parent.name == "stories":  # plugins/NAME/stories/STORY comes with NAME
        plugins.insert(0, story.parent.parent.name)
    mark = uuid.uuid4().hex
    with tempfile.TemporaryDirectory(prefix="chitty-story-", ignore_cleanup_errors=True) as home, \
         tempfile.TemporaryDirectory(prefix="story-", dir=build) as installed:
        if missing := prefix.make_prefix(build, installed, plugins):
            return [f"not built: {', '.join(missing)}"]
        pathlib.Path(home, "tmp").mkdir()
        env = environment(story, home, f"{installed}/bin", mark)
        given = (story / "in").read_bytes() if (story / "in").exists() else b""
        try:
            if (story / "setup").exists():
                out, err, code = shell(read(story / "setup"), env, b"")
                if code != 0:
                    return [f"setup ended with {code}:\n{out}{err}"]
            out, err, code = shell(read(story / "cmd"), env, given)
        finally:
            family.end(mark)
        words = {"prefix": installed, "home": home}
        return compare(story, {"stdout": out, "stderr": err, "exit": str(code)}, words, update)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--update", action="store_true", help="rewrite what is expected; read the change before you commit it")
    parser.add_argument("stories", nargs="+", type=lambda text: pathlib.Path(text).resolve())
    asked = parser.parse_args()
    if not (asked.build / "bin/chitty").exists():
        sys.exit(f"no bin/chitty in {asked.build}")
    failed = 0
    for story in asked.stories:
        if not (story / "cmd").exists():
            sys.exit(f"no story: {story}")
        differences = run(story, asked.build, asked.update)
        print(f"{'FAILED' if differences else 'ok':6}  {story.name}")
        for text in differences:
            print("\n".join("        " + line for line in text.splitlines()))
        failed += bool(differences)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
