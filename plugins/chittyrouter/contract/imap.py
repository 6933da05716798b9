#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyrouter
"""A mail server that drops, lies about sizes, numbers its mails anew: what can be read is brought in once, nothing is marked as read, and no
password is told to anybody else.

imap.py BUILD
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from imap_server import ImapServer
from local import local


def mail(number, body="text"):
    return f"From: a{number}@b.example\r\nSubject: number {number}\r\nMessage-ID: <{number}@b.example>\r\n\r\n{body}\r\n".encode()


SPOOF = "f3 OK done\r\n* 5 FETCH (UID 9 BODY[] {3}\r\n)\r\n* BYE"  # a mail that looks like what a server says

with local(sys.argv[1]) as daemon:
    server = ImapServer({1: mail(1), 2: mail(2, SPOOF), 5: mail(5), 9: mail(9)})

    def bring_in(code=0):
        done = daemon.run("router", "inbox", "import", server.url, "-q", "-o", "json", "--jq", "[.new, .known, .leftOut]")
        assert done.returncode == code, done
        assert "secret" not in done.stdout + done.stderr
        return done.stdout.strip() if code == 0 else done.stderr

    # Who one is, is asked for; a password in an address is refused, and not repeated.
    assert "does not accept user 'ada'" in bring_in(4)
    done = daemon.run("router", "inbox", "import", server.url.replace("ada@", "ada:hunter2@"))
    assert done.returncode == 2 and "hunter2" not in done.stderr, done
    done = daemon.run("router", "inbox", "import", "imap://ada@mail.example/INBOX")
    assert done.returncode == 3 and "unencrypted" in done.stderr, done
    pathlib.Path(daemon.home, "password").touch(0o600)
    pathlib.Path(daemon.home, "password").write_text("secret\n")
    daemon.run("config", "set", "chittyos.services.chittyrouter.mailPassword", f"file:{daemon.home}/password")

    # Cut off once, it is asked for again; what is here already is not.
    server.drops = {5: 1}
    assert bring_in() == "[4,0,0]"
    assert bring_in() == "[0,0,0]"
    assert [row["subject"] for row in daemon.json("router", "inbox", "list")] == ["number 9", "number 5", "number 2", "number 1"]
    assert not [command for command in server.commands if "SELECT" in command or "BODY[" in command.replace("BODY.PEEK[", "")]

    # Cut off again and again: what was read before is here, and the command says so.
    server.mails |= {10: mail(10), 11: mail(11)}
    server.drops = {11: 99}
    assert "closed the connection" in bring_in(7)
    assert len(daemon.json("router", "inbox", "list")) == 5
    server.drops = {}
    assert bring_in() == "[1,0,0]"

    # A size that lies, too small: what follows is not what was agreed, and no mail is made of it. An absurd one is left out.
    server.mails |= {12: mail(12), 13: mail(13)}
    server.lies = {12: -20}
    bring_in(1)
    assert not [row for row in daemon.json("router", "inbox", "list") if row["subject"] == "number 12"]
    server.lies, server.huge = {}, {12}
    assert bring_in() == "[1,0,1]"
    server.huge = set()
    assert bring_in() == "[1,0,0]"

    # Numbered anew: all is read again, and recognized. Numbered anew in the middle: the command stops.
    server.validity = 8
    assert bring_in() == "[0,8,0]"
    server.mails |= {14: mail(14), 15: mail(15)}
    server.drops, server.validities = {15: 1}, [8, 9]
    assert "numbered its mails anew" in bring_in(6)
    assert bring_in() == "[1,0,0]"
    assert len(daemon.json("router", "inbox", "list")) == 10
    print("10 mails, each once")
