#!/usr/bin/env python3
"""judge.py BUILD [MAILS]: chittyrouter beside notmuch, sieve-test and Python's email on the same mails."""
import email
import email.policy
import email.utils
import hashlib
import itertools
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from local import local

SIEVED = 150  # mails that sieve-test is asked about
RULES = [("from:opposing-counsel", "priority:high,agent:legal-response"), ("subject:re", "label:answer"), ("list:*", "priority:low,label:list"),
         ("header:X-Mailer AND NOT to:example.com", "label:mailer"), ("from:spam.example OR subject:free", "archive,stop"), ("to:*", "label:last")]


def made_up(count=400):
    """Mails that answer each other, in an order that is not theirs; some with the same subject and nothing to do with each other."""
    chance, mails = random.Random(7), []
    for n in range(count):
        parents = chance.sample(mails, min(len(mails), 1)) if chance.random() < 0.7 else []
        references = (parents[0][1] + [parents[0][0]])[-6:] if parents else []
        mails.append((f"{n}@made.example", references))
    for n, (name, references) in enumerate(mails):
        if n % 17 == 3:
            continue  # never arrives: a ghost
        head = [f"From: Person {n % 9} <p{n % 9}@{chance.choice(['firm.example', 'spam.example', 'x.example'])}>", "To: office@law.example",
                f"Subject: {'Re: ' if references else ''}{chance.choice(['the case', 'lunch', 'free offer'])}", f"Message-ID: <{name}>", f"Date: {email.utils.formatdate(1_700_000_000 + n * 60)}"]
        if references and n % 3:
            head.append("References: " + "\n ".join(f"<{each}>" for each in references))
        if references:
            head.append(f"In-Reply-To: <{references[-1]}>")
        if n % 11 == 0:
            head.append("List-Id: A list <news.x.example>")
        if n % 5 == 0:
            head.append("X-Mailer: mutt")
        yield "\n".join(head) + f"\n\nText {n}.\n"


def fill(box, folder):
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    mails = [path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*.txt"))] if folder else [text.encode() for text in made_up()]
    random.Random(3).shuffle(mails)
    for n, mail in enumerate(mails):
        if mail.startswith(b"From "):
            mail = mail.partition(b"\n")[2]
        (box / "cur" / f"{1_000_000 + n}.M:2,S").write_bytes(mail)
    return len(mails)


def by_notmuch(box, home):
    config = home / "notmuch-config"
    config.write_text(f"[database]\npath={box}\n[user]\nname=a\nprimary_email=a@b.example\n[new]\ntags=\n[search]\nexclude_tags=\n")
    env = {**os.environ, "NOTMUCH_CONFIG": str(config), "HOME": str(home)}
    subprocess.run(["notmuch", "new", "--quiet"], env=env, check=True, capture_output=True)
    shown = json.loads(subprocess.run(["notmuch", "show", "--format=json", "--body=false", "--entire-thread=true", "*"], env=env, check=True, capture_output=True).stdout)

    def ids(node):
        if isinstance(node, dict):
            return [node["id"]] if "id" in node else []
        return [each for part in node for each in ids(part)]

    return {name: n for n, thread in enumerate(shown) for name in ids(thread)}


def pairs(threads, names):
    groups = {}
    for name in names:
        groups.setdefault(threads[name], []).append(name)
    return {pair for group in groups.values() if len(group) < 3000 for pair in itertools.combinations(sorted(group), 2)}


def compare_threads(ours, theirs):
    names = ours.keys() & theirs.keys()
    one, other = pairs(ours, names), pairs(theirs, names)
    same = len(one & other) / max(1, len(one | other))
    print(f"threads: {len(names)} mails in common, {len(set(ours.values()))} threads here and {len(set(theirs.values()))} of notmuch; of {len(one | other)} pairs in one thread {same:.2%} are so in both"
          f" ({len(one - other)} here alone, {len(other - one)} there alone)")
    return same


class Sieve:
    """sieve-test in a folder of its own. It does not work as root: then as nobody, who must be able to read it."""

    def __init__(self, folder, rules):
        self.folder = pathlib.Path(folder)
        self.folder.chmod(0o777)
        user = "mail_uid = nobody\nmail_gid = nogroup\nfirst_valid_uid = 0\nfirst_valid_gid = 0\n" if os.geteuid() == 0 else ""
        (self.folder / "dovecot.conf").write_text(f"{user}mail_home = {folder}\nmail_location = maildir:{folder}/box\nssl = no\n")
        (self.folder / "rules.sieve").write_text(rules)

    def flags(self, mail):
        """What it would do: flags, and "archive"."""
        (self.folder / "mail").write_bytes(mail)
        done = subprocess.run(["sieve-test", "-c", f"{self.folder}/dovecot.conf", f"{self.folder}/rules.sieve", f"{self.folder}/mail"], capture_output=True, text=True, errors="replace")
        assert done.returncode == 0, done.stderr
        found = re.findall(r"add IMAP flags:(.*)", done.stdout)
        return set(re.findall(r"[$A-Za-z_-]+", found[0] if found else "")) | ({"archive"} if "in folder: Archive" in done.stdout else set())


def compare_sieve(daemon, box, folder, rows):
    sieve, differ = Sieve(folder, daemon.run("router", "rules", "export", "--sieve").stdout), []
    files = sorted((box / "cur").iterdir())
    decisions = {row["contentHash"]: row for row in rows}
    for path in random.Random(5).sample(files, min(SIEVED, len(files))):
        row = decisions[hashlib.sha256(path.read_bytes()).hexdigest()]
        theirs = sieve.flags(path.read_bytes())
        ours = {f"$priority_{row['floor']}"} if row["floor"] else set()
        ours |= set(row["labels"]) | ({"archive"} if row["archived"] else set()) | {f"$agent_{each[6:]}" for each in (row["decision"] or "").split(", ") if each.startswith("agent:")}
        if ours != theirs:
            differ.append((path.name, ours, theirs))
    print(f"rules: {min(SIEVED, len(files))} mails, {len(differ)} decided otherwise by sieve-test")
    for each in differ[:5]:
        print("  ", *each)
    return differ


def compare_headers(box, rows):
    """Addresses and subjects, where Python finds the header without a defect."""
    mails = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in (box / "cur").iterdir()}
    seen = differ = 0
    for row in rows:
        mail = email.message_from_bytes(mails[row["contentHash"]].read_bytes(), policy=email.policy.default)
        try:
            subject, sender = mail["subject"], mail["from"]
            if subject is None or sender is None or subject.defects or sender.defects or len(sender.addresses) != 1:
                continue
            if "\ufffd" in f"{subject}{sender}" or not mails[row["contentHash"]].read_bytes().partition(b"\n\n")[0].isascii():
                continue  # bytes that are not encoded: Python reads none of them
            pair = (" ".join(str(subject).split()), sender.addresses[0].addr_spec.lower())
        except Exception:
            continue
        seen += 1
        if pair != (" ".join(row["subject"].split()), row["from"]):
            differ += 1
            if differ < 6:
                print("  ", pair, (row["subject"], row["from"]))
    print(f"headers: {seen} mails without a defect, {differ} with another subject or sender by Python")
    return differ / max(1, seen)


def main(build, mails=None):
    with local(build) as daemon:
        home = pathlib.Path(daemon.home)
        box = home / "Maildir"
        count = fill(box, mails)
        daemon.json("router", "contact", "add", "@firm.example", "--group", "opposing-counsel")
        for condition, action in RULES:
            daemon.json("router", "rule", "create", "--condition", condition, "--action", action)
        done = daemon.run("router", "inbox", "process", "--mailbox", str(box), "-q")
        assert done.returncode == 0, done.stderr
        listed = daemon.json("router", "inbox", "list", "--archived")
        print(f"{count} mails, {len(listed)} of different bytes")
        same = compare_threads({row["messageId"]: row["thread"] for row in listed if row["messageId"]}, by_notmuch(box, home))
        whole = daemon.stored().rows("SELECT content_hash, floor, labels, archived, decision FROM router_messages")
        rows = [{"contentHash": row["content_hash"], "floor": row["floor"], "labels": json.loads(row["labels"]), "archived": row["archived"], "decision": row["decision"]} for row in whole]
        with tempfile.TemporaryDirectory(prefix="chitty-sieve-") as folder:
            differ = compare_sieve(daemon, box, folder, rows)
        odd = compare_headers(box, listed)
        assert same > 0.97 and len(differ) <= SIEVED // 50 and odd < 0.02


if __name__ == "__main__":
    main(*sys.argv[1:])
