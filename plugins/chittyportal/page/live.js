// Events as they happen. Of all tabs of this portal one has the stream and tells the others, for a browser has six connections to a
// host and each stream takes one.
import { stream } from "./api.js";

const most = 300;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`chitty-portal ${document.body.dataset.base}`) : null;

export class Live extends EventTarget {
  events = []; // the newest first
  state = "waiting"; // live, waiting, ended
  missed = 0;
  #last = null;
  #retry = 3000;
  #stop = new AbortController();

  start() {
    channel?.addEventListener("message", ({ data }) => this.#take(data.type, data.data, data.id));
    const lead = () => this.#follow();
    if (navigator.locks) navigator.locks.request(`chitty-portal ${document.body.dataset.base}`, { signal: this.#stop.signal }, lead).catch(() => {});
    else lead();
    if (navigator.locks) this.#ask();
  }

  // A tab that does not lead asks the one that does for what it has.
  #ask() { channel?.postMessage({ type: "ask" }); }

  stop() {
    this.#stop.abort();
    this.state = "ended";
  }

  async #follow() {
    this.leads = true;
    while (!this.#stop.signal.aborted) {
      try {
        await stream("/page/events", this.#last, this.#stop.signal, (type, data, id) => {
          channel?.postMessage({ type, data, id });
          this.#take(type, data, id);
        });
      } catch (wrong) {
        if (wrong.status === 401 || wrong.status === 403) return this.#take("ended", JSON.stringify({ message: wrong.message }), null);
      }
      if (this.#stop.signal.aborted) return;
      this.#is("waiting");
      await new Promise((resume) => setTimeout(resume, this.#retry + Math.random() * 2000));
    }
  }

  #is(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  #take(type, data, id) {
    if (type === "ask") {
      if (this.leads && this.state === "live") channel.postMessage({ type: "snapshot", data: JSON.stringify(this.events.slice(0, 50).reverse()), id: this.#last });
      return;
    }
    if (type === "retry") { this.#retry = Number(data) || this.#retry; return; }
    if (id !== null) this.#last = id;
    let value;
    try { value = JSON.parse(data); } catch { return; }
    if (type === "ended") {
      this.#stop.abort();
      this.message = value.message;
      this.#is("ended");
      return;
    }
    if (type === "missed" || type === "resync") this.missed += value.count || value.lost || 0;
    else if (type === "snapshot") this.events = value.reverse();
    else if (!this.events.length || value.seq > this.events[0].seq) this.events.unshift(value);
    this.events.length = Math.min(this.events.length, most);
    this.#is("live");
    this.dispatchEvent(new Event("events"));
  }
}
