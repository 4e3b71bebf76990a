// What the portal adds in a browser with JavaScript. Every page works without it.
"use strict";

const root = document.documentElement;
// Dates as in the portal's English: day before month, 24 hours.
const language = root.lang === "en" ? "en-GB" : root.lang;

// --- Times in the browser's own zone, as long as nobody has chosen another ---
const STYLES = {
  time: { hour: "2-digit", minute: "2-digit" },
  date: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "long" },
  datetime: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  weekday: { weekday: "short" },
  day: { day: "numeric" },
  month: { month: "short", year: "numeric" },
};

function draw(moment, style, zone, extra) {
  const format = new Intl.DateTimeFormat(language, { ...STYLES[style], ...extra, timeZone: zone, hourCycle: "h23" });
  const part = format.formatToParts(moment);
  const get = (type) => part.find((one) => one.type === type)?.value;
  if (style === "day") return get("day");
  const text = part.map((one) => one.value).join("");
  // "Wednesday 14 February 2024, 16:00", whatever joins date and time in the browser's data.
  if (language === "en-GB" && style === "datetime") {
    return `${get("weekday")} ${get("day")} ${get("month")} ${get("year")}, ${get("hour")}:${get("minute")}`;
  }
  // As the server writes it: "miércoles 14 de febrero de 2024".
  return style.startsWith("date") ? text.replace(/^(\p{L}+),/u, "$1") : text;
}

function offset(moment, zone) {
  const part = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(moment);
  return part.find((one) => one.type === "timeZoneName").value.replace("GMT", "UTC").replace("-", "−");
}

function localTimes(scope, zone) {
  for (const element of scope.querySelectorAll("time[data-time]")) {
    const moment = new Date(element.dateTime);
    if (!(element.dataset.time in STYLES) || Number.isNaN(moment.valueOf())) continue;
    element.textContent = draw(moment, element.dataset.time, zone);
    element.title = `${draw(moment, "datetime", zone)} (${offset(moment, zone)})`;
  }
  for (const element of scope.querySelectorAll("[data-offset]")) {
    element.textContent = offset(new Date(element.dataset.offset), zone);
  }
  for (const element of scope.querySelectorAll("[data-zone-name]")) {
    const city = presentName(zone).split("/").pop().replaceAll("_", " ");
    const shift = offset(new Date(), zone);
    element.textContent = city === shift ? city : `${city} (${shift})`;
  }
  for (const element of scope.querySelectorAll("[data-local-only]")) element.hidden = false;
}

// Chromium still gives some zones the names they had long ago.
const RENAMED = {
  "Africa/Asmera": "Africa/Asmara", "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk", "Asia/Calcutta": "Asia/Kolkata", "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv", "Pacific/Ponape": "Pacific/Pohnpei", "Pacific/Truk": "Pacific/Chuuk",
};
const presentName = (zone) => RENAMED[zone] || zone;

function ownZone() {
  if (root.dataset.zone !== "auto") return null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone) return null;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // The server draws the next page in this zone.
  document.cookie = `tz=${presentName(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  return zone;
}

const zone = ownZone();
if (zone) localTimes(document, zone);
for (const link of document.querySelectorAll("[data-use-own-zone]")) {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const field = document.getElementById(link.dataset.useOwnZone);
  if (!field || !name) continue;
  link.hidden = false;
  link.addEventListener("click", () => { field.value = presentName(name); field.focus(); });
}

// --- Filters that answer without loading the page again ---
function say(sentence) {
  const region = document.getElementById("live");
  if (region) region.textContent = sentence || "";
}

let latest = 0, shown = location.search;
async function refresh(form, address, push) {
  const target = document.querySelector(form.dataset.live);
  const turn = ++latest;
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== latest) return;
    const fresh = page.querySelector(form.dataset.live);
    target.replaceWith(fresh);
    if (zone) localTimes(fresh, zone);
    if (push) history.pushState(null, "", address);
    shown = location.search;
    say(fresh.dataset.announce);
  } catch {
    location.assign(address);
  }
}

for (const form of document.querySelectorAll("form[data-live]")) {
  root.dataset.liveOn = "";
  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    return `${form.getAttribute("action") || location.pathname}${query.size ? `?${query}` : ""}`;
  };
  let pause;
  const soon = (wait) => { clearTimeout(pause); pause = setTimeout(() => refresh(form, address(), true), wait); };
  // What has no name is about the page alone.
  form.addEventListener("input", (event) => event.target.name && soon(event.target.matches("input[type=text], input[type=search]") ? 400 : 0));
  form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
  // Not for a jump within the page, such as the skip link's.
  addEventListener("popstate", () => { if (location.search !== shown) location.reload(); });
}

// --- Acts that ask first ---
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    const dialog = document.getElementById("confirm");
    if (form.dataset.sure || !dialog?.showModal) return;
    event.preventDefault();
    const button = event.submitter;
    dialog.querySelector("p").textContent = form.dataset.confirm;
    const yes = dialog.querySelector("[value=yes]");
    yes.textContent = button?.textContent.trim() || yes.textContent;
    yes.className = `button ${button?.classList.contains("danger") ? "danger" : "primary"}`;
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return button?.focus();
      form.dataset.sure = "1";
      form.requestSubmit(button);
    };
    dialog.showModal();
  });
}

// --- Nothing typed is lost by leaving the page ---
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = form.dataset.guard === "changed"; // a form that came back with what was typed
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// --- A form is sent once, however often its button is pressed ---
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// --- Countdowns: redrawn each minute; when it is time (data-reload, or the end) the page is loaded again ---
function reloadOnce(moment) {
  // Once only: if the server's clock is behind ours, the page must not reload for ever.
  if (new Date(moment) > Date.now() || sessionStorage.getItem(moment)) return;
  sessionStorage.setItem(moment, "1");
  location.reload();
}

function count(element) {
  const { countdown, reload } = element.dataset;
  const left = Math.ceil((new Date(countdown) - Date.now()) / 60000);
  if (reload) reloadOnce(reload);
  if (left <= 0) return reloadOnce(countdown);
  const [d, h, m] = (element.dataset.units || "d|h|min").split("|");
  const days = Math.floor(left / 1440), hours = Math.floor((left % 1440) / 60), minutes = left % 60;
  element.textContent = days > 1 ? `${days} ${d} ${hours} ${h}` : left >= 60 ? `${days * 24 + hours} ${h} ${minutes} ${m}` : `${minutes} ${m}`;
  setTimeout(() => count(element), 60000 - (Date.now() % 60000));
}
document.querySelectorAll("[data-countdown]").forEach(count);

// --- Copy a text to the clipboard ---
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    say(button.dataset.copied);
    button.textContent = button.dataset.copied;
  });
}

// --- A mailing that runs: how far it has come, asked anew until it is done ---
async function follow(box) {
  const address = box.dataset.poll;
  if (!address) return;
  await new Promise((resume) => setTimeout(resume, 3000));
  if (document.hidden) return follow(box);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh) return box.remove();
    // What is read out stays the same element, so that its change is noticed.
    box.replaceChildren(...fresh.childNodes);
    for (const name of ["class", "role", "data-poll"]) {
      if (fresh.hasAttribute(name)) box.setAttribute(name, fresh.getAttribute(name));
      else box.removeAttribute(name);
    }
    if (!fresh.dataset.poll) return say(box.textContent.trim());
  } catch { /* The connection comes back, or it does not. */ }
  follow(box);
}
document.querySelectorAll("[data-poll]").forEach((box) => { root.dataset.liveOn = ""; follow(box); });

// --- Many people of a list at once ---
function chosen(form) {
  const boxes = [...form.querySelectorAll("input[name=place]")], ticked = boxes.filter((box) => box.checked);
  const all = form.querySelector("[data-all]");
  if (all) { all.checked = boxes.length > 0 && ticked.length === boxes.length; all.indeterminate = ticked.length > 0 && !all.checked; }
  form.classList.toggle("choosing", ticked.length > 0 || Boolean(form.querySelector("[name=all]")?.checked));
  const count = form.querySelector("[data-chosen]");
  if (count) count.textContent = ticked.length || "";
}
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form[data-choose]");
  if (!form) return;
  if (target.matches("[data-all]")) for (const box of form.querySelectorAll("input[name=place]")) box.checked = target.checked;
  chosen(form);
});
for (const form of document.querySelectorAll("form[data-choose]")) {
  // Other people may be shown by now, none of them ticked.
  new MutationObserver(() => chosen(form)).observe(form, { childList: true });
  addEventListener("pageshow", () => chosen(form));
}

// --- Paper ---
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// --- Finding somebody in a list that is on the page already ---
function bare(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
for (const form of document.querySelectorAll("form[data-find]")) {
  const list = document.getElementById(form.dataset.find), field = form.querySelector("[type=search]");
  const none = document.getElementById("nobody-found");
  if (!list || !field || field.value) continue; // the server found some of them: it does so again
  form.querySelector("button").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const wanted = bare(field.value);
    let left = 0;
    for (const row of list.children) left += !(row.hidden = !bare(row.dataset.words).includes(wanted));
    if (none) none.hidden = left > 0;
  });
}

// --- Attendance: each tap is kept at once, and waits here as long as there is no connection ---
for (const form of document.querySelectorAll("form[data-attendance]")) {
  const shelf = `marks ${form.action}`, words = form.dataset, sending = new Set();
  // Handles and what was said of them, never a name: a tap outlives the page.
  const waiting = new Map(Object.entries(JSON.parse(localStorage.getItem(shelf) || "{}")));
  const row = (handle) => document.getElementById(`p-${handle}`);

  function keep(handle, word) {
    if (word === null) waiting.delete(handle); else waiting.set(handle, word);
    if (waiting.size) localStorage.setItem(shelf, JSON.stringify(Object.fromEntries(waiting)));
    else localStorage.removeItem(shelf);
  }
  function draw(handle, word, state) {
    const line = row(handle);
    if (!line) return;
    for (const button of line.querySelectorAll("[data-word]")) button.setAttribute("aria-pressed", String(button.dataset.word === word));
    line.querySelector(".state").textContent = state;
    line.classList.toggle("waits", state === words.offline || state === words.wrong);
  }
  async function send(handle) {
    if (sending.has(handle)) return;
    const word = waiting.get(handle), body = new FormData(form);
    body.set("mark", `${handle}:${word}`);
    sending.add(handle);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
      const json = answer.headers.get("Content-Type")?.includes("json") && !answer.redirected;
      if (!json) throw new Error("signed out");
      const said = await answer.json();
      if (!answer.ok) { keep(handle, null); draw(handle, "", said.said); say(said.said); }
      else if (waiting.get(handle) === word) { keep(handle, null); show(handle, said); }
    } catch (problem) {
      const state = problem instanceof TypeError ? words.offline : words.wrong;
      draw(handle, word, state);
      say(state);
      return;
    } finally { sending.delete(handle); }
    if (waiting.has(handle)) send(handle); // tapped again meanwhile
  }
  function show(handle, { row: html, counts }) {
    const old = row(handle), had = old?.contains(document.activeElement) && document.activeElement.dataset.word;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("li");
    if (old && fresh) {
      fresh.hidden = old.hidden;
      old.replaceWith(fresh);
      fresh.querySelector(".state").textContent = words.saved;
      if (had) fresh.querySelector(`[data-word=${had}]`)?.focus();
    }
    const figures = new DOMParser().parseFromString(counts, "text/html").getElementById("counts");
    if (figures) document.getElementById("counts")?.replaceWith(figures);
    say(words.saved);
  }
  const again = () => { for (const handle of waiting.keys()) send(handle); };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.word) return;
    event.preventDefault();
    delete form.dataset.sent;
    const word = button.getAttribute("aria-pressed") === "true" ? "clear" : button.dataset.word;
    const handle = button.value.split(":")[0];
    keep(handle, word);
    draw(handle, word, words.saving);
    send(handle);
  });
  addEventListener("online", again);
  setInterval(again, 10000);
  for (const [handle, word] of waiting) draw(handle, word, words.offline);
  again();
}

// --- While one writes: what stands beside the form is drawn anew, and what was typed is kept ---
function typed(form, more = {}) {
  const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams([...sent, ...Object.entries(more)]);
}
for (const form of document.querySelectorAll("form[data-draws]")) {
  let pause, turn = 0;
  async function redraw() {
    const mine = ++turn;
    try {
      const answer = await fetch(location.href, { method: "POST", body: typed(form, { preview: "live" }) });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return;
      // The field in use stays where it is, whatever grows above it.
      const field = document.activeElement, top = field.getBoundingClientRect().top;
      for (const old of document.querySelectorAll(form.dataset.draws)) {
        const fresh = page.getElementById(old.id);
        if (!fresh) continue;
        old.replaceChildren(...fresh.childNodes);
        const { announce } = fresh.dataset;
        if (announce && announce !== old.dataset.announce) say(announce);
        if (announce !== undefined) old.dataset.announce = announce;
      }
      scrollBy({ top: field.getBoundingClientRect().top - top, behavior: "instant" });
    } catch { /* It is drawn with the next word. */ }
  }
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(redraw, 600); });
  form.addEventListener("submit", () => { clearTimeout(pause); turn++; });
}
for (const form of document.querySelectorAll("form[data-keep]")) {
  const note = form.querySelector("[data-kept]"), { kept, notKept } = note.dataset;
  // What came back with an error or two versions has not been kept as it stands there.
  let pause, waits = form.dataset.guard === "changed", asked;
  async function keep() {
    waits = false;
    asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: typed(form), signal: asked.signal, redirect: "manual" });
      if (answer.status === 429) waits = true; // the next word tries again
      else if (answer.status !== 204) throw new Error(answer.status);
      else note.textContent = kept.replace("{time}", draw(new Date(), "time", zone || undefined));
    } catch (problem) {
      if (problem.name === "AbortError") return;
      waits = true;
      note.textContent = notKept;
    }
  }
  form.addEventListener("input", () => { waits = true; clearTimeout(pause); pause = setTimeout(keep, 3000); });
  form.addEventListener("submit", () => { waits = false; clearTimeout(pause); asked?.abort(); });
  addEventListener("pagehide", () => { if (waits) navigator.sendBeacon(form.dataset.keep, typed(form)); });
}

// --- A passage that is chosen in a text becomes what a form is about ---
for (const form of document.querySelectorAll("form[data-passage]")) {
  const offer = document.getElementById(form.dataset.passage), { field, quote, text } = form.elements;
  let chosen = null;
  document.addEventListener("selectionchange", () => {
    const selection = getSelection(), words = selection.toString().replace(/\s+/g, " ").trim();
    const within = words ? selection.getRangeAt(0).commonAncestorContainer : null;
    const prose = (within?.closest ? within : within?.parentElement)?.closest(".prose");
    const name = prose?.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
    const known = name && [...field.options].some((option) => option.value === name);
    if (known && offer.hidden) say(offer.textContent);
    chosen = known ? { name, words: words.slice(0, quote.maxLength > 0 ? quote.maxLength : undefined).trim() } : null;
    offer.hidden = !known;
  });
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
  offer.addEventListener("click", () => {
    if (!chosen) return;
    [field.value, quote.value] = [chosen.name, chosen.words];
    form.closest("details").open = true;
    offer.hidden = true;
    text.focus();
  });
}

// --- A passkey that the browser did not give is said, also the second time ---
document.addEventListener("allauth.error", (event) => {
  const refused = document.querySelector("[data-key-refused]");
  if (!refused) return;
  event.preventDefault(); // no error of the page's
  refused.hidden = true;
  requestAnimationFrame(() => { refused.hidden = false; refused.scrollIntoView({ block: "nearest" }); });
});

// --- Where one is stays in sight among many tabs ---
for (const tabs of document.querySelectorAll(".tabs")) {
  const here = tabs.querySelector("[aria-current]")?.getBoundingClientRect(), box = tabs.getBoundingClientRect();
  if (here?.right > box.right) tabs.scrollLeft += here.right - box.right;
  else if (here?.left < box.left) tabs.scrollLeft += here.left - box.left;
}
