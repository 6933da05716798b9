"""Many who write at once while workers are killed: what was answered is kept, what was cut off is tried again."""
import contextlib
import http.client
import json
import os
import signal
import threading
import time

from local import children

WRITERS, MOST_ROUNDS = 6, 20


class Writers:
    """Each sends `body` again and again; of every answer that is 200 `kept` gives what is remembered in `answered`."""

    def __init__(self, daemon, path, body, kept):
        self.daemon, self.path, self.body, self.kept, self.answered, self.stop = daemon, path, json.dumps(body), kept, [], threading.Event()
        self.headers = {"Authorization": f"Bearer {daemon.token()}", "Content-Type": "application/json"}
        self.threads = [threading.Thread(target=self.write) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self):
        while not self.stop.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=20)
                connection.request("POST", self.path, self.body, self.headers)
                reply = connection.getresponse()
                body = json.loads(reply.read())
                if reply.status == 200:
                    self.answered.append(self.kept(body))
                continue
            time.sleep(0.02)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(30)


def kill_while(writers, until):
    """kill -9 of the workers, three times at least, until a kill came where it was wanted: how often."""
    daemon, rounds = writers.daemon, 0
    try:
        while rounds < MOST_ROUNDS and (rounds < 3 or not until()):
            rounds += 1
            time.sleep(0.3)
            for pid in children(daemon.json("os", "status")[0]["pid"]):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)
    finally:
        writers.end()
    return rounds
