"""A command on a terminal: what a person sees there, and what they type.

    with Terminal([chitty, "remote", "remove", "p"], env) as person: person.sees("[y/N]"), person.types("y\\n"), person.ends()
Standard output is a pipe of its own (`out` after ends), so that what is said can be told from what is given.
"""
import fcntl
import os
import pty
import select
import subprocess
import termios
import time


class Terminal:
    def __init__(self, words, env, signals=False):
        """`signals`: Ctrl-C is typed as at any terminal, and becomes a signal."""
        self.screen = ""
        self.own, theirs = pty.openpty()
        self.process = subprocess.Popen(words, env=env | {"TERM": "xterm"}, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True,
                                        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if signals else None)
        os.close(theirs)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.own)

    def _read(self, seconds):
        if not select.select([self.own], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self.own, 65536)
        except OSError:  # the other side is closed
            return False
        self.screen += piece.decode(errors="replace")
        return bool(piece)

    def sees(self, words, seconds=15):
        end = time.monotonic() + seconds
        while words not in self.screen:
            assert time.monotonic() < end and (self._read(0.1) or self.process.poll() is None), f"no {words!r} on the screen: {self.screen!r}"

    def types(self, text):
        os.write(self.own, text.encode())

    def ends(self, seconds=15):
        """Its exit code."""
        self.out = self.process.communicate(timeout=seconds)[0].decode()
        while self._read(0.1):
            pass
        return self.process.returncode
