"""What each line of the seed that belongs to chittyrouter must have done."""
import email.parser
import email.policy
import json
import pathlib

from proof import first_cell

CAROL = "carol@opposing.example"


def listed(world):
    """Every mail is shown, the newest first, with its ID last."""
    stored = [row["id"] for row in world.rows("SELECT id FROM router_messages ORDER BY id DESC")]
    shown = [line.split("\t")[-1] for line in world.out.splitlines()]
    if len(stored) != 2 or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def nothing_processed(world):
    """What would become of both mails is said, and nothing has."""
    left = world.rows("SELECT COUNT(*) AS n FROM router_messages WHERE status = 'new'")[0]["n"]
    done = world.rows("SELECT COUNT(*) AS n FROM router_effects")[0]["n"]
    if (left, done) != (2, 0):
        return f"{left} mails are new and {done} effects are there"
    if CAROL not in world.out or "litigation" not in world.out:
        return "it was not said what would become of the mail"


def counted(world):
    stored = world.rows("SELECT COUNT(*) AS n FROM router_messages")[0]["n"]
    if not stored or first_cell(world.out, "Mails") != str(stored):
        return f"{stored} mails are stored"


def agents(world):
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    if shown != ["triage", "priority", "response", "legal-response"]:
        return f"shown: {shown}"


def said(agent, member, title):
    def proof(world):
        rows = world.rows("SELECT r.result, r.model FROM router_results r JOIN router_messages m ON m.id = r.message WHERE r.agent = ? AND m.from_address = ? ORDER BY r.id DESC", agent, CAROL)
        if not rows or rows[0]["model"] is not None or str(json.loads(rows[0]["result"])[member]) != first_cell(world.out, title):
            return f"stored: {rows[:1]}"
        if "by rules alone" not in first_cell(world.out, "By"):
            return "it does not say that no model was asked"

    return proof


def drafted(world):
    """One draft, in the store and in the Maildir: a mail to whom the mail came from, that answers it."""
    rows = world.rows("SELECT * FROM router_drafts")
    if len(rows) != 1 or rows[0]["recipient"] != CAROL or rows[0]["file"] != first_cell(world.out, "File"):
        return f"stored: {rows}"
    mail = email.parser.BytesParser(policy=email.policy.default).parsebytes(pathlib.Path(rows[0]["file"]).read_bytes())
    if CAROL not in mail["To"] or mail["In-Reply-To"] != "<motion@opposing.example>" or not mail["Subject"].startswith("Re: ") or mail.defects:
        return f"the draft: {mail}"


def created(world):
    rows = world.rows("SELECT * FROM router_rules")
    if len(rows) != 1 or (rows[0]["condition"], rows[0]["action"], rows[0]["id"]) != ("from:opposing-counsel", "priority:high,agent:legal-response", first_cell(world.out, "ID")):
        return f"stored: {rows}"


def none(table):
    """Nothing is there, and that is what is said."""

    def proof(world):
        if world.rows(f"SELECT * FROM {table}") or world.out.strip():
            return f"something is there, or was printed: {world.out}"

    return proof


PROOFS = {
    "chitty router inbox list": listed,
    "chitty router inbox process --dry-run": nothing_processed,
    "chitty router inbox stats": counted,
    "chitty router agents list": agents,
    "chitty router agent invoke triage --email email-id": said("triage", "category", "Category"),
    "chitty router agent invoke priority --email email-id": said("priority", "level", "Level"),
    "chitty router agent invoke response --email email-id --draft": drafted,
    "chitty router rules list": none("router_rules"),
    'chitty router rule create  --condition "from:opposing-counsel"  --action "priority:high,agent:legal-response"': created,
    "chitty router models test": none("router_models"),
    "chitty router models fallback-chain": none("router_models"),
}
