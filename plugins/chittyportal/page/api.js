// Requests to the portal: the cookie goes by itself, and with it the key that only pages of this origin have.
const base = document.body.dataset.base;
const name = `chitty-portal-key ${base}`;

let key = null;
try { key = localStorage.getItem(name); } catch { /* kept for this page alone */ }

export const hasKey = () => Boolean(key);
export function keepKey(value) {
  key = value;
  try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* likewise */ }
}

export class Refused extends Error {
  constructor(status, body) {
    super(body.message || (status === 429 ? "Too many requests; the page asks again soon." : "The portal cannot answer now."));
    this.status = status;
    this.hint = body.hint || "";
  }
}

const headers = () => (key ? { "Chitty-Portal-Key": key } : {});

export async function ask(method, path, body) {
  let reply;
  try {
    reply = await fetch(base + path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: body === undefined ? headers() : { ...headers(), "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { message: "The portal does not answer. Is this ChittyOS running?", hint: "chitty os status" });
  }
  let value = {};
  try { value = await reply.json(); } catch { /* a proxy's words */ }
  if (!reply.ok) throw new Refused(reply.status, value);
  return value;
}

export const get = (path) => ask("GET", path);

// A stream of server-sent events. EventSource cannot send a key, so it is read here: `take(type, data, id)` for each event.
export async function stream(path, lastId, signal, take) {
  const reply = await fetch(base + path, {
    credentials: "same-origin", cache: "no-store", signal,
    headers: { ...headers(), Accept: "text/event-stream", ...(lastId === null ? {} : { "Last-Event-ID": String(lastId) }) },
  });
  if (!reply.ok) {
    let value = {};
    try { value = await reply.json(); } catch { /* a proxy's words */ }
    throw new Refused(reply.status, value);
  }
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "", event = { type: "message", data: [], id: null };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const lines = text.split("\n");
    text = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data.length) take(event.type, event.data.join("\n"), event.id);
        event = { type: "message", data: [], id: event.id };
      } else if (!line.startsWith(":")) {
        const at = line.indexOf(":"), field = at < 0 ? line : line.slice(0, at);
        const rest = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
        if (field === "data") event.data.push(rest);
        else if (field === "event") event.type = rest;
        else if (field === "id") event.id = rest;
        else if (field === "retry") take("retry", rest, null);
      }
    }
  }
}
