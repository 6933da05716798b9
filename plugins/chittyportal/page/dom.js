// Elements without markup: every text is a text node, so nothing that anybody wrote is ever read as HTML.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
export const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
export const byId = (id) => document.getElementById(id);
export const say = (text) => { byId("say").textContent = text; };

let hiding = 0;
export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, 8000);
}

// A command as one types it, with a button that copies it.
export function command(text) {
  const copy = el("button", { type: "button", class: "copy", "aria-label": `Copy: ${text}`, text: "Copy" });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
      say("Copied");
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      copy.textContent = "Selected";
    }
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });
  const code = el("code", { text });
  return el("span", { class: "command" }, el("span", { class: "prompt", "aria-hidden": "true", text: "$" }), code, copy);
}

export const empty = (title, sentence, words) =>
  el("div", { class: "empty" }, el("p", { class: "empty-title", text: title }), el("p", { text: sentence }), words ? command(words) : null);

const number = new Intl.NumberFormat("en");
const small = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
export const count = (value) => (value >= 100000 ? compact.format(value) : number.format(value));
export const shown = (value) => (value === null || value === undefined ? "–" : Number.isInteger(value) ? count(value) : small.format(value));

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
export function ago(time, now = Date.now()) {
  if (!time) return "never";
  const seconds = (new Date(time).getTime() - now) / 1000;
  for (const [unit, size] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]])
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  return "just now";
}
export const clock = (time) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(time));
export const moment = (time) => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));

// did:chitty:03-1-USA-0001-P-2611-0-92 as 03-1-…-0-92: the ends tell people apart.
export function short(id) {
  const bare = String(id || "").replace(/^did:chitty:/, "");
  return bare.length > 22 ? `${bare.slice(0, 10)}…${bare.slice(-8)}` : bare;
}
