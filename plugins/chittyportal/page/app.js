// The portal: signs in by the link's code, shows one view at a time, asks again while it is looked at.
import { ask, get, hasKey, keepKey } from "./api.js";
import { byId, command, el, short, toast } from "./dom.js";
import { Events } from "./events.js";
import { Live } from "./live.js";
import { Overview } from "./overview.js";
import { Users } from "./users.js";

const every = 15000;
const main = byId("main"), bar = byId("bar"), tabs = byId("tabs");
const views = {};
let live = null, timer = 0, admin = false, shown = "";

function signedOut(title, sentence) {
  live?.stop();
  live = null;
  clearTimeout(timer);
  bar.hidden = true;
  document.title = "ChittyOS portal";
  main.replaceChildren(el("div", { class: "door" }, el("span", { class: "glyph big", "aria-hidden": "true" }), el("h1", { text: title }), el("p", { text: sentence }), command("chitty portal dashboard open"),
    el("p", { class: "faint", text: "It opens this page with a link that is good for a minute and for one use. There is no password." })));
}

// What went wrong: whoever is not in any more sees the door; else the view stays and says so.
function wrong(error) {
  if (error.status === 401) { keepKey(null); return signedOut("You are signed out", error.message); }
  if (error.status === 403 && !shown.startsWith("users")) { keepKey(null); return signedOut("You cannot come in", error.message); }
  toast(error.hint && error.status ? `${error.message} ${error.hint}` : error.message);
}

function drawTabs() {
  const all = [["overview", "Overview"], ...(admin ? [["users", "Users"]] : []), ["events", "Events"]];
  tabs.replaceChildren(...all.map(([name, text]) => el("li", {}, el("a", { href: `#/${name}`, "aria-current": name === shown ? "page" : null, text }))));
}

async function show() {
  const asked = location.hash.replace(/^#\//, "").split("?")[0];
  const name = asked === "users" && admin ? "users" : asked === "events" ? "events" : "overview";
  const moved = shown && shown !== name;
  shown = name;
  views[name] ||= name === "users" ? new Users() : name === "events" ? new Events(live) : new Overview(live);
  drawTabs();
  if (!views[name].node.isConnected) main.replaceChildren(views[name].node);
  if (moved) main.focus({ preventScroll: true }), scrollTo(0, 0);
  views[name].draw?.();
  if (name !== "overview") await views[name].refresh?.().catch(wrong);
}

// Only while somebody looks: a tab that sleeps for a day asks nothing.
async function again() {
  clearTimeout(timer);
  if (!live) return;
  if (document.visibilityState === "visible") await views.overview.refresh().catch(wrong);
  if (live) timer = setTimeout(again, every);
}

async function begin() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code) {
    history.replaceState(null, "", location.pathname); // out of the history before anything else
    try {
      keepKey((await ask("POST", "/session", { code })).key);
    } catch (error) {
      keepKey(null);
      return signedOut("This link does not open the door", error.message);
    }
  }
  if (!hasKey()) return signedOut("Sign in to your ChittyOS", "Run this in a terminal:");
  live = new Live();
  for (const name of Object.keys(views)) delete views[name];
  views.overview = new Overview(live);
  let data;
  try {
    data = await views.overview.refresh();
  } catch (error) {
    if (error.status === 401 || error.status === 403) return wrong(error);
    signedOut("The portal cannot be shown now", error.message);
    setTimeout(begin, 5000);
    return;
  }
  admin = data.me.admin;
  byId("me").textContent = short(data.me.subject);
  byId("me").title = data.me.subject;
  bar.hidden = false;
  live.addEventListener("state", () => { if (live?.state === "ended" && live.message) wrong({ status: 401, message: live.message }); });
  live.start();
  await show();
  timer = setTimeout(again, every);
  performance.mark("usable");
}

byId("sign-out").addEventListener("click", async () => {
  await ask("DELETE", "/session").catch(() => {});
  keepKey(null);
  signedOut("You are signed out", "To come back:");
});
addEventListener("hashchange", () => {
  if (location.hash.includes("code=")) begin();
  else if (live && location.hash.startsWith("#/")) show();
});
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") again(); });
begin();
