"""What each line of the seed that belongs to chittychat must have done."""
import json
import pathlib

from proof import first_cell

QUESTION = "What's my case status?"


def nothing_said(world):
    """Nothing was said, so no conversation is kept."""
    rows = world.rows("SELECT id FROM chat_sessions")
    if rows or world.out.strip():
        return f"stored: {rows}, shown: {world.out}"


def answered(world):
    """The message and its answer are kept, the answer is what was shown, and it says that no model was asked."""
    rows = world.rows("SELECT role, content, status, answered_by FROM chat_messages ORDER BY seq")
    if [row["role"] for row in rows] != ["user", "assistant"] or rows[0]["content"] != QUESTION:
        return f"stored: {rows}"
    if rows[1]["content"].strip() != world.out.strip() or rows[1]["answered_by"] != "nobody" or not rows[1]["content"].startswith("No model is configured"):
        return f"stored: {rows[1]}, shown: {world.out}"


def history(world):
    """Every message of the conversation, in its order."""
    stored = [(str(row["seq"]), row["role"]) for row in world.rows("SELECT seq, role FROM chat_messages ORDER BY seq")]
    shown = [tuple(line.split("\t")[:2]) for line in world.out.splitlines()]
    if not stored or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def exported(world):
    """The file is the conversation, whole."""
    document = json.loads(pathlib.Path(world.folder, "chat.json").read_text())
    stored = [(row["seq"], row["content"]) for row in world.rows("SELECT seq, content FROM chat_messages ORDER BY seq")]
    if document["format"] != "chittychat-export/1" or not stored or [(one["seq"], one["content"]) for one in document["messages"]] != stored:
        return f"stored: {stored}, exported: {document}"


def no_models(world):
    """None is configured, and nothing was asked."""
    rows = world.rows("SELECT * FROM chat_models")
    if rows or world.out.strip():
        return f"stored: {rows}, shown: {world.out}"


def set_to(column, value, title):
    def proof(world):
        rows = world.rows(f"SELECT {column} AS value FROM chat_settings")
        if [row["value"] for row in rows] != [value] or first_cell(world.out, title) != value:
            return f"stored: {rows}, shown: {world.out}"

    return proof


def connected(world):
    """The conversation has the case, which is one of chittycases."""
    rows = world.rows("SELECT case_id, case_title FROM chat_sessions WHERE case_id IS NOT NULL")
    if len(rows) != 1 or rows[0]["case_id"] != first_cell(world.out, "Case"):
        return f"stored: {rows}, shown: {world.out}"
    titles = [row["title"] for row in world.rows("SELECT title FROM cases_cases WHERE id = ?", rows[0]["case_id"])]
    if titles != [rows[0]["case_title"]]:
        return f"the case: {titles}"


def summarized(world):
    """What is said of the case is what stands in its record; it has no documents, and that is said."""
    rows = world.rows("SELECT c.title FROM cases_cases c JOIN chat_sessions s ON s.case_id = c.id")
    if len(rows) != 1 or not world.out.startswith(rows[0]["title"] + "\n") or "There is no text in its documents" not in world.out:
        return f"stored: {rows}, shown: {world.out}"


PROOFS = {
    "chitty chat start": nothing_said,
    'chitty chat send "What\'s my case status?"': answered,
    "chitty chat history": history,
    "chitty chat export session-id > chat.json": exported,
    "chitty chat models list": no_models,
    "chitty chat model set claude-sonnet-4": set_to("model", "claude-sonnet-4", "Model"),
    'chitty chat system-prompt set "You are a legal assistant"': set_to("system_prompt", "You are a legal assistant", "System prompt"),
    "chitty chat connect case case-123": connected,
    "chitty chat summarize case-123": summarized,
}
