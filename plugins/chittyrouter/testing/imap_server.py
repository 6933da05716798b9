"""A small IMAP server that does as it is told: also what no server should."""
import re
import socket
import threading


class ImapServer:
    def __init__(self, mails, validity=7, password="secret"):
        self.mails, self.validity, self.password = dict(mails), validity, password  # uid -> bytes
        self.lies, self.drops, self.huge, self.validities, self.commands = {}, {}, set(), [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    @property
    def url(self):
        return f"imap://ada@127.0.0.1:{self.port}/INBOX"

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        with connection, connection.makefile("rwb") as wire:
            def say(data):
                wire.write(data)
                wire.flush()

            say(b"* OK ready\r\n")
            for line in wire:
                tag, _, rest = line.decode().strip().partition(" ")
                self.commands.append(rest)
                if rest.startswith("LOGIN"):
                    say(f"{tag} {'OK' if self.password in rest else 'NO wrong'}\r\n".encode())
                elif rest.startswith("EXAMINE"):
                    validity = self.validities.pop(0) if self.validities else self.validity
                    say(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {validity}] here\r\n{tag} OK [READ-ONLY] done\r\n".encode())
                elif rest.startswith("UID SEARCH"):
                    say(f"* SEARCH {' '.join(map(str, self.mails))}\r\n{tag} OK done\r\n".encode())
                elif found := re.match(r"UID FETCH (\d+) \(UID BODY.PEEK\[\]\)", rest):
                    uid = int(found[1])
                    if self.drops.get(uid, 0) > 0:
                        self.drops[uid] -= 1
                        say(f"* 1 FETCH (UID {uid} BODY[] {{1000}}\r\nhalf".encode())
                        return
                    body = self.mails[uid]
                    size = 999_999_999 if uid in self.huge else len(body) + self.lies.get(uid, 0)
                    say(f"* 9 EXISTS\r\n* 1 FETCH (UID {uid} BODY[] {{{size}}}\r\n".encode() + body + f")\r\n{tag} OK done\r\n".encode())
                else:
                    say(f"{tag} BAD what\r\n".encode())
