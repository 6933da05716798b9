// The first view: how everything is, at a glance; the numbers; requests over time; services; evidence; what happened last.
import { ask, get } from "./api.js";
import { Chart } from "./chart.js";
import { ago, clock, command, el, empty, moment, shown, svg, byId } from "./dom.js";
import { eventRow } from "./events.js";

const periods = [["1h", "1 hour"], ["24h", "24 hours"], ["7d", "7 days"], ["30d", "30 days"]];
const words = { up: "up", down: "down", unknown: "unknown" };

function verdict(services) {
  const of = (state) => services.filter((one) => one.state === state);
  const down = of("down"), unknown = of("unknown");
  if (!services.length) return ["unknown", "No services to be seen"];
  if (down.length) return ["down", down.length === 1 ? `${down[0].name} is down` : `${down.length} services are down`];
  if (unknown.length === services.length) return ["unknown", "Nothing is known of the services"];
  return ["up", unknown.length ? `All that answer are up, ${unknown.length} unknown` : services.length === 1 ? "The service is up" : `All ${services.length} services are up`];
}

// A day in quarters of an hour. What nobody looked at is hatched: it is not known to have been up.
function strip(one, slotMs, now) {
  const width = one.history.length * 4, cells = [];
  for (let i = 0, from = 0; i <= one.history.length; ++i) {
    if (i < one.history.length && one.history[i] === one.history[from]) continue;
    const kind = { u: "up", d: "down" }[one.history[from]] || "unknown";
    cells.push(svg("rect", { class: `slot ${kind}`, x: from * 4, y: 0, width: (i - from) * 4, height: 16 }));
    from = i;
  }
  const known = [...one.history].filter((state) => state !== "?").length, bad = [...one.history].filter((state) => state === "d").length;
  const hours = Math.round(known * slotMs / 36e5 * 10) / 10;
  const text = `${one.name}, last 24 hours: ${bad ? `down in ${bad} quarters of an hour` : known ? "never seen down" : "never looked at"}, known for ${hours} hours`;
  return svg("svg", { class: "strip", viewBox: `0 0 ${width} 16`, preserveAspectRatio: "none", role: "img", "aria-label": text }, cells);
}

export class Overview {
  period = "24h";

  constructor(live) {
    this.live = live;
    this.requests = new Chart("Requests", [
      { name: "Answered", kind: "bar", style: "s1", unit: "", zero: true, value: (row) => row.requests - row.refused - row.errors },
      { name: "Refused", kind: "bar", style: "s2", unit: "", zero: true, value: (row) => row.refused },
      { name: "Errors", kind: "bar", style: "s3", unit: "", zero: true, value: (row) => row.errors }]);
    this.latency = new Chart("Latency", [
      { name: "Median", kind: "line", style: "s1", unit: " ms", value: (row) => row.p50Ms },
      { name: "95th percentile", kind: "line", style: "s4", unit: " ms", value: (row) => row.p95Ms }]);
    this.state = el("div", { class: "hero" });
    this.numbers = el("div", { class: "numbers" });
    this.told = el("div", { class: "told", "aria-live": "polite" });
    this.switch = el("div", { class: "switch", role: "group", "aria-label": "Time shown" }, periods.map(([value, name]) => el("button", { type: "button", "aria-pressed": String(value === this.period), "data-period": value, text: name, onclick: () => this.#choose(value) })));
    this.charts = el("div", {}, el("div", { class: "row-head" }, el("h2", { text: "Traffic" }), this.switch), el("div", { class: "charts" }, this.requests.node, this.latency.node));
    this.services = el("section", { class: "card" });
    this.evidence = el("section", { class: "card" });
    this.happened = el("section", { class: "card" });
    this.node = el("div", { class: "view" }, el("h1", { class: "vh", text: "Overview" }), this.state, this.numbers, this.told, this.charts, this.services, el("div", { class: "pair" }, this.evidence, this.happened));
    live.addEventListener("events", () => this.#showEvents());
    this.#showEvents();
  }

  #choose(period) {
    this.period = period;
    for (const button of this.switch.children) button.setAttribute("aria-pressed", String(button.dataset.period === period));
    this.refresh();
  }

  async refresh() {
    const data = await get(`/page/overview?period=${this.period}`);
    const [state, sentence] = verdict(data.services);
    this.state.replaceChildren(el("span", { class: `lamp ${state}`, "aria-hidden": "true" }), el("div", {}, el("p", { class: "headline", text: sentence }), el("p", { class: "faint", text: `Looked at ${clock(data.now)}` })));
    document.title = state === "down" ? `(!) ${sentence}` : "ChittyOS portal";
    this.#showNumbers(data.numbers);
    this.charts.hidden = !data.traffic;
    if (data.traffic) {
      this.requests.show(data.traffic);
      this.latency.show(data.traffic);
    }
    this.#showServices(data);
    this.#showEvidence(data);
    return data;
  }

  #showNumbers(numbers) {
    const open = this.numbers.querySelector("[aria-expanded=true]")?.dataset.key;
    const focused = document.activeElement?.dataset?.key;
    this.numbers.replaceChildren(...numbers.map((one) => el("button", { type: "button", class: `number ${one.key === "errors" && one.value > 0 ? "warn" : ""}`, "data-key": one.key, "aria-expanded": String(one.key === open), title: one.command, onclick: (event) => this.#tell(event.currentTarget, one) },
      el("span", { class: "name", text: one.name }), el("span", { class: "value", text: shown(one.value) }), el("span", { class: "unit", text: one.unit || "\u00a0" }))));
    if (focused) this.numbers.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #tell(button, one) {
    const open = button.getAttribute("aria-expanded") === "true";
    for (const other of this.numbers.children) other.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-expanded", String(!open));
    this.told.replaceChildren(...(open ? [] : [el("span", { class: "faint", text: `${one.name}, in a terminal:` }), command(one.command)]));
  }

  #showServices({ services, slotMs, now }) {
    this.services.replaceChildren(
      el("div", { class: "card-head" }, el("h2", { text: "Services" }), el("ul", { class: "legend" }, ["up", "down", "unknown"].map((state) => el("li", { class: `is-${state}` }, el("span", { class: "swatch", "aria-hidden": "true" }), state === "unknown" ? "not known" : state)))),
      el("ul", { class: "services" }, services.map((one) => el("li", {},
        el("span", { class: "service" }, el("span", { class: `dot-state ${one.state}`, "aria-hidden": "true" }), el("span", { class: "service-name", text: one.name }), el("span", { class: "faint version", text: one.version })),
        strip(one, slotMs, now),
        el("span", { class: `state ${one.state}`, text: words[one.state] || "unknown", title: one.message || "" }),
        one.message ? el("span", { class: "why faint", text: one.message }) : null))),
      el("p", { class: "faint foot", text: "The last 24 hours, in quarters of an hour in which somebody looked." }));
  }

  #showEvidence({ evidence, me }) {
    this.evidence.hidden = !evidence;
    if (!evidence) return;
    const body = evidence.items.length
      ? el("ul", { class: "rows" }, evidence.items.map((one) => el("li", {}, el("span", { class: "main", text: one.file }), el("span", { class: "faint", text: [one.case, one.tier, one.status].filter(Boolean).join(" · ") }), el("time", { class: "faint", datetime: one.at, title: moment(one.at), text: ago(one.at) }))))
      : empty("No evidence yet", "Files that you submit are kept as they are, with who did what with them.", "chitty verify evidence submit FILE");
    this.evidence.replaceChildren(el("div", { class: "card-head" }, el("h2", { text: "Evidence" })), body);
  }

  #showEvents() {
    const newest = this.live.events.slice(0, 8);
    this.happened.replaceChildren(el("div", { class: "card-head" }, el("h2", { text: "What happened" }), el("a", { href: "#/events", text: "All events" })),
      newest.length ? el("ol", { class: "rows" }, newest.map((one) => eventRow(one)))
        : empty("Nothing has happened yet", "What services record appears here as it happens.", "chitty chronicle query --follow"));
  }
}
