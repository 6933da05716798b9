// Users: found, suspended, resumed. For administrators.
import { ask, get } from "./api.js";
import { ago, el, empty, moment, say, short, toast } from "./dom.js";

export class Users {
  users = [];
  next = null;

  constructor() {
    this.filter = el("input", { type: "search", id: "user-filter", placeholder: "Name, address or ChittyID", autocomplete: "off" });
    this.filter.addEventListener("input", () => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.refresh(), 250); });
    this.status = el("select", { id: "user-status", onchange: () => this.refresh() }, [["", "All"], ["active", "Active"], ["suspended", "Suspended"], ["pending", "Pending"]].map(([value, text]) => el("option", { value, text })));
    this.body = el("tbody");
    this.table = el("table", { class: "people" }, el("caption", { class: "vh", text: "Users, the newest first" }), el("thead", {}, el("tr", {}, ["User", "Status", "Tokens", "Last seen", "Registered"].map((text) => el("th", { scope: "col", text })), el("th", { scope: "col" }, el("span", { class: "vh", text: "Action" })))), this.body);
    this.none = el("div");
    this.more = el("button", { type: "button", class: "more", text: "Show more", hidden: true, onclick: () => this.#more() });
    this.dialog = this.#makeDialog();
    this.node = el("div", { class: "view" }, el("div", { class: "row-head" }, el("h1", { text: "Users" })),
      el("div", { class: "tools" }, el("label", { for: "user-filter", class: "vh", text: "Filter users" }), this.filter, el("label", { for: "user-status", class: "vh", text: "Status" }), this.status),
      el("section", { class: "card" }, this.table, this.none, this.more), this.dialog);
  }

  #makeDialog() {
    this.who = el("strong");
    this.reason = el("input", { type: "text", id: "reason", maxlength: "500", autocomplete: "off", placeholder: "The user is shown it" });
    const dialog = el("dialog", { "aria-labelledby": "suspend-title" }, el("form", { method: "dialog" }, el("h2", { id: "suspend-title", text: "Suspend a user" }),
      el("p", {}, this.who, " can do nothing from then on: every token is refused within a second, and open pages end. You can let them back in."),
      el("label", { for: "reason", text: "Reason" }), this.reason,
      el("div", { class: "choices" }, el("button", { type: "button", text: "Cancel", onclick: () => dialog.close("no") }), el("button", { value: "yes", class: "danger", text: "Suspend" }))));
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") this.#suspend(); });
    return dialog;
  }

  async #page(cursor) {
    const query = new URLSearchParams({ limit: "50" });
    if (this.filter.value.trim()) query.set("query", this.filter.value.trim());
    if (this.status.value) query.set("status", this.status.value);
    if (cursor) query.set("cursor", cursor);
    return get(`/page/users?${query}`);
  }

  async refresh() {
    const asked = (this.asked = Symbol("asked"));
    const page = await this.#page();
    if (asked !== this.asked) return;
    this.users = page.users;
    this.next = page.metadata.nextCursor;
    this.#draw(0);
    say(`${this.users.length}${this.next ? " or more" : ""} users`);
  }

  async #more() {
    const page = await this.#page(this.next).catch((wrong) => toast(wrong.message));
    if (!page) return;
    const from = this.users.length;
    this.users.push(...page.users);
    this.next = page.metadata.nextCursor;
    this.#draw(from);
    this.body.rows[from]?.querySelector("button")?.focus();
  }

  #draw(from) {
    const rows = this.users.slice(from).map((one) => this.#row(one));
    from ? this.body.append(...rows) : this.body.replaceChildren(...rows);
    this.table.hidden = !this.users.length;
    const filtered = this.filter.value.trim() || this.status.value;
    this.none.replaceChildren(...(this.users.length ? [] : [filtered ? empty("No user like that", "Clear the filter to see everybody.") : empty("No users yet", "Whoever registers appears here.", "chitty auth register --email YOU@EXAMPLE.COM")]));
    this.more.hidden = !this.next;
  }

  #row(one) {
    const suspended = one.status === "suspended";
    const act = suspended ? el("button", { type: "button", class: "small", text: "Resume", "aria-label": `Resume ${one.name}`, onclick: () => this.#resume(one) })
      : one.status === "active" ? el("button", { type: "button", class: "small danger", text: "Suspend", "aria-label": `Suspend ${one.name}`, onclick: () => this.#ask(one) }) : null;
    return el("tr", { "data-id": one.id },
      el("th", { scope: "row" }, el("span", { class: "person", text: one.name }), el("span", { class: "faint", text: one.email }), el("span", { class: "faint id", title: one.id, text: short(one.id) })),
      el("td", { "data-title": "Status" }, el("span", { class: `badge ${one.status}`, text: one.status }), suspended && one.suspendedReason ? el("span", { class: "faint why", text: one.suspendedReason }) : null),
      el("td", { "data-title": "Tokens", class: "num", text: String(one.tokens) }),
      el("td", { "data-title": "Last seen", title: one.lastUsedAt ? moment(one.lastUsedAt) : "", text: ago(one.lastUsedAt) }),
      el("td", { "data-title": "Registered", title: moment(one.createdAt), text: ago(one.createdAt) }),
      el("td", { class: "act" }, act));
  }

  #ask(one) {
    this.chosen = one;
    this.who.textContent = one.name;
    this.reason.value = "";
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.reason.focus();
  }

  async #change(one, act, body) {
    try {
      const { user } = await ask("POST", `/page/users/${encodeURIComponent(one.id)}/${act}`, body);
      Object.assign(one, { suspendedReason: null }, user);
      const old = [...this.body.rows].find((row) => row.dataset.id === one.id);
      const fresh = this.#row(one);
      old?.replaceWith(fresh);
      fresh.querySelector("button")?.focus();
      say(`${one.name}: ${one.status}`);
    } catch (wrong) {
      toast(wrong.hint ? `${wrong.message} ${wrong.hint}` : wrong.message);
    }
  }

  #suspend() { return this.#change(this.chosen, "suspend", this.reason.value.trim() ? { reason: this.reason.value.trim() } : {}); }
  #resume(one) { return this.#change(one, "resume", {}); }
}
