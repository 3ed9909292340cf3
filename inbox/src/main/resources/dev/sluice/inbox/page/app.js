// The page: signs in, loads the first messages, and follows what arrives.

import { MessageList } from "./list.js";

const PAGE = 200;
const SUMMARY_MILLIS = 2000;
const AWAY_MILLIS = 3000;
const TICK_MILLIS = 15000;
const at = (id) => document.getElementById(id);

const list = new MessageList(at("messages"), at("message"));
let stream;
let next;
let summaryTimer;

async function call(path, options) {
  const answer = await fetch(path, options);
  if (answer.status === 204) return undefined;
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.error.message), { status: answer.status });
  return body;
}

async function start() {
  try {
    const session = await call("/api/session");
    at("tenant").textContent = session.name;
    document.title = `${session.name} – Sluice inbox`;
    show(true);
    await load();
  } catch (problem) {
    if (problem.status === 401) return show(false);
    state("reconnecting");
    setTimeout(start, AWAY_MILLIS);
  }
}

function show(signedIn) {
  at("sign-in").hidden = signedIn;
  at("inbox").hidden = !signedIn;
  at("sign-out").hidden = !signedIn;
  if (signedIn) return;
  stream?.close();
  list.clear();
  at("tenant").textContent = "";
  state("off");
  at("token").focus();
}

/// Loads the most urgent messages, then follows from where that picture was taken.
async function load() {
  stream?.close();
  const page = await call(`/api/inbox?order=due&limit=${PAGE}`);
  list.clear();
  list.add(page.items, false);
  next = page.next;
  refresh();
  await summarise();
  follow(page.latest);
}

function follow(after) {
  stream = new EventSource(`/api/inbox/stream?after=${after}`);
  stream.onopen = () => state("live");
  stream.onmessage = (event) => {
    list.add([JSON.parse(event.data)], true);
    refresh();
    summaryTimer ??= setTimeout(summarise, SUMMARY_MILLIS);
  };
  stream.addEventListener("resync", () => start());
  stream.onerror = () => {
    state("reconnecting");
    // The browser comes back by itself, unless the server refused it.
    if (stream.readyState === EventSource.CLOSED) setTimeout(start, AWAY_MILLIS);
  };
}

async function summarise() {
  summaryTimer = undefined;
  try {
    const summary = await call("/api/summary");
    at("summary").replaceChildren(...Object.entries(summary.bands).map(([band, count]) => {
      const pair = document.createElement("div");
      const name = document.createElement("dt");
      const number = document.createElement("dd");
      name.textContent = band;
      number.textContent = count;
      pair.append(name, number);
      return pair;
    }));
  } catch (problem) {
    if (problem.status === 401) show(false);
  }
}

function refresh() {
  at("empty").hidden = list.size + list.held > 0;
  at("more").hidden = next == null || list.size >= MessageList.MOST;
  const held = list.held;
  at("show-new").hidden = held === 0;
  at("show-new").textContent = `Show ${held} new`;
  announce(held);
}

// Spoken at most every five seconds, not once per message.
let announceTimer;
function announce(held) {
  if (held === 0) {
    at("announcement").textContent = "";
    return;
  }
  announceTimer ??= setTimeout(() => {
    announceTimer = undefined;
    if (list.held > 0) at("announcement").textContent = `${list.held} new messages`;
  }, 5000);
}

function state(name) {
  at("live").dataset.state = name;
  at("live").textContent = { live: "live", reconnecting: "reconnecting…", off: "not connected" }[name];
}

at("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("sign-in-error").textContent = "";
  try {
    await call("/api/session", {
      method: "POST",
      body: new URLSearchParams({ token: at("token").value }),
    });
    at("token").value = "";
    await start();
  } catch (problem) {
    at("sign-in-error").textContent = problem.status === 401
      ? "This token opens no inbox." : "The inbox does not answer. Try again.";
  }
});

at("sign-out").addEventListener("click", async () => {
  await call("/api/session", { method: "DELETE" });
  show(false);
});

at("show-new").addEventListener("click", () => {
  list.release();
  refresh();
});

at("more").addEventListener("click", async () => {
  const page = await call(`/api/inbox?order=due&limit=${PAGE}&after=${next}`);
  list.add(page.items, false);
  next = page.next;
  refresh();
});

setInterval(() => list.tick(Date.now()), TICK_MILLIS);

document.addEventListener("keydown", (event) => {
  if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") list.move(1);
  else if (event.key === "k") list.move(-1);
  else if (event.key === ".") at("show-new").click();
});

start();
