// Events, the newest first, as they happen.
import { ago, clock, el, empty, moment, short } from "./dom.js";

export function eventRow(one, whole) {
  return el("li", { class: one.status === "failed" ? "failed" : "" },
    el("span", { class: "main" }, el("span", { class: "action", text: one.action }), one.status === "success" ? null : el("span", { class: `badge ${one.status}`, text: one.status })),
    el("span", { class: "faint", title: [one.user, one.subject].filter(Boolean).join(" → ") }, [one.service, [short(one.user), one.subject && one.subject !== one.user ? short(one.subject) : ""].filter(Boolean).join(" → ")].filter(Boolean).join(" · ")),
    el("time", { class: "faint", datetime: one.at, title: moment(one.at), text: whole ? clock(one.at) : ago(one.at) }),
    whole && one.data ? el("code", { class: "data", text: one.data }) : null);
}

export class Events {
  constructor(live) {
    this.live = live;
    this.paused = false;
    this.lamp = el("p", { class: "live", role: "status" });
    this.filter = el("input", { type: "search", id: "event-filter", placeholder: "token, chittyauth, failed …", autocomplete: "off", oninput: () => this.draw() });
    this.pause = el("button", { type: "button", "aria-pressed": "false", text: "Pause", onclick: () => this.#pause() });
    this.missed = el("p", { class: "note", hidden: true });
    this.list = el("ol", { class: "rows events" });
    this.none = el("div");
    this.node = el("div", { class: "view" }, el("div", { class: "row-head" }, el("h1", { text: "Events" }), this.lamp),
      el("div", { class: "tools" }, el("label", { for: "event-filter", class: "vh", text: "Filter events" }), this.filter, this.pause), this.missed, el("section", { class: "card" }, this.list, this.none));
    live.addEventListener("events", () => { if (!this.paused) this.draw(); });
    live.addEventListener("state", () => this.#state());
    this.#state();
    this.draw();
  }

  #pause() {
    this.paused = !this.paused;
    this.pause.setAttribute("aria-pressed", String(this.paused));
    this.pause.textContent = this.paused ? "Go on" : "Pause";
    if (!this.paused) this.draw();
  }

  #state() {
    this.lamp.textContent = { live: "Live", waiting: "Connecting…", ended: this.live.message || "Ended" }[this.live.state];
    this.lamp.className = `live ${this.live.state}`;
  }

  draw() {
    if (!this.node.isConnected && this.drawn) return;
    this.drawn = true;
    const words = this.filter.value.trim().toLowerCase();
    const found = this.live.events.filter((one) => !words || `${one.action} ${one.service} ${one.user} ${one.subject} ${one.status} ${one.data}`.toLowerCase().includes(words)).slice(0, 200);
    this.list.replaceChildren(...found.map((one) => eventRow(one, true)));
    this.list.hidden = !found.length;
    this.none.replaceChildren(...(found.length ? [] : [this.live.events.length ? empty("No event contains that", "Clear the filter, or search the whole chronicle.", "chitty chronicle query --text WORDS") : empty("Nothing has happened yet", "What services record appears here as it happens.", "chitty chronicle query --follow")]));
    this.missed.hidden = !this.live.missed;
    this.missed.textContent = `${this.live.missed} events came faster than this page could take them; they are in the chronicle.`;
  }
}
