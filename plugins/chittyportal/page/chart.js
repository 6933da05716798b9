// Charts as SVG: bars or lines over time, with a cursor for mouse, finger and arrow keys, and the same as a table for who cannot see it.
import { el, svg, shown, say } from "./dom.js";

const margin = { top: 12, right: 8, bottom: 24, left: 44 };

function ticks(most) {
  if (!(most > 0)) return [0, 1];
  const rough = most / 4, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const all = [];
  for (let value = 0; value < most + step * 0.999; value += step) all.push(Math.round(value * 1e6) / 1e6);
  return all;
}

const time = (at, whole) => new Intl.DateTimeFormat("en-GB", whole > 3 * 864e5 ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" }).format(at);
const full = (at) => new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at);

// `series`: [{name, kind: "bar"|"line", style, unit, value(row)}]; bars stand on each other. A step without a row is a gap: 0 of
// what is counted (`zero`), nothing of what is measured.
export class Chart {
  constructor(title, series) {
    this.title = title;
    this.series = series;
    this.plot = svg("svg", { class: "plot", "aria-hidden": "true", focusable: "false" });
    this.tip = el("div", { class: "tip", hidden: true });
    this.frame = el("div", { class: "frame", tabindex: "0", role: "group", "aria-roledescription": "chart", "aria-label": `${title}. Arrow keys move along it.` }, this.plot, this.tip);
    this.table = el("table");
    this.legend = el("ul", { class: "legend" }, series.map((one) => el("li", { class: one.style }, el("span", { class: "swatch", "aria-hidden": "true" }), one.name)));
    this.node = el("section", { class: "card chart" }, el("div", { class: "card-head" }, el("h2", { text: title }), this.legend), this.frame, el("div", { class: "vh" }, this.table));
    this.cursor = null;
    this.frame.addEventListener("keydown", (event) => this.#key(event));
    this.frame.addEventListener("pointermove", (event) => this.#point(event));
    this.frame.addEventListener("pointerleave", () => this.#move(null));
    this.frame.addEventListener("blur", () => this.#move(null));
    new ResizeObserver(() => this.draw()).observe(this.frame);
  }

  show(data) {
    this.data = data;
    const rows = new Map(data.series.map((row) => [row.at, row]));
    this.steps = [];
    for (let at = data.from; at < data.to; at += data.stepMs) this.steps.push({ at, row: rows.get(at) });
    this.cursor = null;
    this.#fillTable();
    this.draw();
  }

  #value(one, step) {
    const value = step.row ? one.value(step.row) : undefined;
    return value === undefined || value === null ? (one.zero ? 0 : null) : value;
  }

  #fillTable() {
    const some = this.steps.filter((step) => step.row);
    this.table.replaceChildren(
      el("caption", { text: `${this.title}, ${some.length} of ${this.steps.length} steps have requests` }),
      el("thead", {}, el("tr", {}, el("th", { scope: "col", text: "Time" }), this.series.map((one) => el("th", { scope: "col", text: one.name })))),
      el("tbody", {}, some.map((step) => el("tr", {}, el("th", { scope: "row", text: full(step.at) }), this.series.map((one) => el("td", { text: `${shown(this.#value(one, step))}${one.unit}` }))))));
  }

  draw() {
    if (!this.data) return;
    const width = this.frame.clientWidth, height = this.frame.clientHeight;
    if (width < 50 || height < 50) return;
    const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const bars = this.series.filter((one) => one.kind === "bar"), lines = this.series.filter((one) => one.kind === "line");
    const most = Math.max(0, ...this.steps.map((step) => Math.max(bars.reduce((sum, one) => sum + this.#value(one, step), 0), ...lines.map((one) => this.#value(one, step) || 0))));
    const marks = ticks(most), top = marks[marks.length - 1];
    const slot = inner.width / this.steps.length;
    const x = (index) => margin.left + (index + 0.5) * slot, y = (value) => margin.top + inner.height * (1 - value / top);
    this.x = x;
    this.slot = slot;
    const parts = marks.map((mark) => svg("g", {}, svg("line", { class: mark === 0 ? "axis" : "grid", x1: margin.left, x2: width - margin.right, y1: y(mark), y2: y(mark) }), svg("text", { class: "tick", x: margin.left - 8, y: y(mark) + 4, "text-anchor": "end", text: shown(mark) })));
    const every = Math.max(1, Math.ceil(this.steps.length / Math.max(2, Math.floor(inner.width / 90))));
    for (let i = Math.floor(every / 2); i < this.steps.length; i += every)
      parts.push(svg("text", { class: "tick", x: x(i), y: height - 6, "text-anchor": "middle", text: time(this.steps[i].at, this.data.to - this.data.from) }));
    this.steps.forEach((step, i) => {
      let below = 0;
      for (const one of bars) {
        const value = this.#value(one, step);
        if (value > 0) parts.push(svg("rect", { class: `mark ${one.style}`, x: x(i) - slot * 0.38, width: Math.max(1, slot * 0.76), y: y(below + value), height: Math.max(1, y(below) - y(below + value)), rx: Math.min(2, slot / 6) }));
        below += value;
      }
    });
    for (const one of lines) {
      let path = "", open = false;
      this.steps.forEach((step, i) => {
        const value = this.#value(one, step);
        if (value === null) { open = false; return; }
        const alone = !open && (i + 1 >= this.steps.length || this.#value(one, this.steps[i + 1]) === null);
        if (alone) parts.push(svg("circle", { class: `dot ${one.style}`, cx: x(i), cy: y(value), r: 2.5 }));
        path += `${open ? "L" : "M"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`;
        open = true;
      });
      parts.push(svg("path", { class: `line ${one.style}`, d: path || "M0 0" }));
    }
    this.hair = svg("line", { class: "hair", y1: margin.top, y2: height - margin.bottom, visibility: "hidden" });
    this.plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.plot.replaceChildren(...parts, this.hair);
    if (!this.data.series.length) this.plot.append(svg("text", { class: "none", x: width / 2, y: height / 2, "text-anchor": "middle", text: "No requests in this time" }));
    this.#move(this.cursor, true);
  }

  #key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (event.key === "Escape") return this.#move(null);
    let to = this.cursor;
    if (by) to = this.cursor === null ? this.steps.length - 1 : this.cursor + by;
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = this.steps.length - 1;
    else return;
    event.preventDefault();
    this.#move(Math.max(0, Math.min(this.steps.length - 1, to)));
    const step = this.steps[this.cursor];
    say(`${full(step.at)}: ${this.series.map((one) => `${one.name} ${shown(this.#value(one, step))}${one.unit}`).join(", ")}`);
  }

  #point(event) {
    const at = event.clientX - this.frame.getBoundingClientRect().left;
    this.#move(Math.max(0, Math.min(this.steps.length - 1, Math.floor((at - margin.left) / this.slot))));
  }

  #move(to, again) {
    if (to === this.cursor && !again) return;
    this.cursor = to;
    const step = to === null ? null : this.steps?.[to];
    this.tip.hidden = !step;
    this.hair?.setAttribute("visibility", step ? "visible" : "hidden");
    if (!step) return;
    this.hair.setAttribute("x1", this.x(to));
    this.hair.setAttribute("x2", this.x(to));
    this.tip.replaceChildren(el("strong", { text: full(step.at) }), ...this.series.map((one) => el("span", { class: one.style }, el("span", { class: "swatch", "aria-hidden": "true" }), `${one.name} `, el("b", { text: `${shown(this.#value(one, step))}${one.unit}` }))));
    const left = this.x(to) > this.frame.clientWidth / 2;
    this.tip.style.left = left ? "auto" : `${this.x(to) + 12}px`;
    this.tip.style.right = left ? `${this.frame.clientWidth - this.x(to) + 12}px` : "auto";
  }
}
