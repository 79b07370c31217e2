// The page of the playground: texts, what is decided of them, and links that hold both.

const TEXTS = ["lot", "policy", "cases"];
const WAIT = 350; // ms after the last key
const MOST_NUMBERED = 10_000; // lines; longer texts are refused
const LARGEST = 4 * 1024 * 1024; // characters that a link may unfold to

const find = (id) => document.getElementById(`pg-${id}`);
const area = Object.fromEntries(TEXTS.map((name) => [name, find(name)]));
const wrong = { lot: new Set(), policy: new Set(), cases: new Set() };
let examples, shown = "lot";

// --- Python ----------------------------------------------------------------------------------------

let worker, asked = 0, waiting = new Map();

function start() {
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = ({ data: { id, answer, failure } }) => {
    const [done, failed] = waiting.get(id);
    waiting.delete(id);
    failure === undefined ? done(answer) : failed(new Error(failure));
  };
  worker.onerror = (event) => {
    for (const [, failed] of waiting.values()) failed(new Error(event.message || "Python does not start"));
    waiting.clear();
  };
}

function ask(question) {
  const id = asked++;
  return new Promise((done, failed) => {
    waiting.set(id, [done, failed]);
    worker.postMessage({ id, question });
  });
}

// --- deciding --------------------------------------------------------------------------------------

let running = false, again = false, timer;

function changed() {
  clearTimeout(timer);
  timer = setTimeout(decide, WAIT);
}

async function decide() {
  clearTimeout(timer);
  again = running;
  if (running) return;
  running = true;
  find("stop").hidden = false;
  find("answer").classList.add("pg-old");
  say(ready ? "Decides …" : "Loads Python, 13 MB, once …");
  const texts = Object.fromEntries(TEXTS.map((name) => [name, area[name].value]));
  const question = shown === "cases"
    ? { ask: "cover", policy: texts.policy, cases: texts.cases }
    : { ask: "decide", lot: texts.lot, policy: texts.policy };
  try {
    ready ??= await ask({ ask: "about" });
    const before = performance.now();
    const answer = await ask(question);
    const took = Math.round(performance.now() - before);
    show(question.ask, answer);
    say(`disposition ${ready.version} on ${ready.python}: ${took.toLocaleString("en")} ms`);
  } catch (error) {
    if (error !== stopped) {
      list([{ message: "the playground failed, which is a mistake of ours", hint: error.message.trim().split("\n").at(-1) }]);
    }
    say(error === stopped ? "Stopped; it starts anew with the next change." : "Failed");
  }
  running = false;
  find("stop").hidden = true;
  if (again) decide();
}

let ready;
const stopped = new Error("stopped");

function stop() {
  worker.terminate();
  again = false;
  ready = undefined;
  for (const [, failed] of waiting.values()) failed(stopped);
  waiting.clear();
  start();
}

function say(text) {
  find("status").textContent = text;
}

// --- what is shown ---------------------------------------------------------------------------------

function show(kind, answer) {
  const problems = answer.problems ?? [];
  const notes = [...(answer.notes ?? []), ...(answer.missing ?? [])];
  list(problems, notes);
  const place = find("answer");
  if (problems.length) return;
  place.classList.remove("pg-old");
  if (kind === "decide") {
    place.innerHTML = answer.html; // made by the library, which escapes every text of lots and policies
    place.dataset.outcome = answer.outcome;
  } else {
    const total = answer.passed + answer.failures.length;
    const failed = answer.failures.map((each) => element("pre", `FAILED ${each.name}\n${each.text}`));
    const share = `${answer.passed} of ${total} cases passed; they show ${answer.percent} % of the policy`;
    const more = answer.missing.length ? [element("h4", "What no case shows")] : [];
    place.replaceChildren(element("h3", share), ...failed, element("pre", answer.coverage), ...more);
    delete place.dataset.outcome;
  }
}

function list(problems, notes = []) {
  for (const name of TEXTS) {
    wrong[name] = new Set(problems.filter((each) => each.in === name).map((each) => each.line));
    find(`tab-${name}`).classList.toggle("pg-wrong", wrong[name].size > 0);
    number(name);
  }
  find("problems").replaceChildren(...problems.map(entry));
  find("notes").replaceChildren(...notes.map(entry));
}

function entry(told) {
  const item = element("li", "");
  if (told.line) {
    const button = element("button", `${told.in}, line ${told.line}`);
    button.type = "button";
    button.onclick = () => go(told.in, told.line);
    item.append(button);
  }
  item.append(words("span", told.message));
  const more = [told.hint && `hint: ${told.hint}`, told.code].filter(Boolean).join(" · ");
  if (more) item.append(words("small", more));
  return item;
}

// What stands between backticks is code.
function words(name, text) {
  const made = document.createElement(name);
  made.append(...text.split("`").map((part, at) => (at % 2 ? element("code", part) : part)));
  return made;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function number(name) {
  const lines = Math.min(area[name].value.split("\n").length, MOST_NUMBERED);
  const gutter = area[name].previousElementSibling;
  const parts = [];
  let plain = "";
  for (let line = 1; line <= lines; line++) {
    if (wrong[name].has(line)) {
      parts.push(plain, element("b", line));
      plain = "\n";
    } else {
      plain += `${line}\n`;
    }
  }
  gutter.replaceChildren(...parts, `${plain}\n\n`);
  gutter.scrollTop = area[name].scrollTop;
}

function go(name, line) {
  choose(name);
  const field = area[name], lines = field.value.split("\n");
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  field.focus();
  field.setSelectionRange(from, from + (lines[line - 1] ?? "").length);
  field.scrollTop = Math.max(0, (field.scrollHeight / lines.length) * (line - 6));
}

function choose(name, focus = false) {
  const before = shown;
  shown = name;
  for (const each of TEXTS) {
    const tab = find(`tab-${each}`), chosen = each === name;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    find(`pane-${each}`).hidden = !chosen;
  }
  number(name);
  if (focus) find(`tab-${name}`).focus();
  if ((before === "cases") !== (name === "cases")) decide();
}

// --- links -----------------------------------------------------------------------------------------
// `#lot=NAME` names an example; `#lot=~…` holds a text, deflated, as base64 for addresses.

async function folded(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return `~${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

async function unfolded(held) {
  const letters = atob(held.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > LARGEST) throw new Error("too large");
  }
}

async function link() {
  const parts = await Promise.all(TEXTS.map(async (name) => {
    const text = area[name].value;
    const known = Object.entries(examples[name]).find(([, each]) => each === text);
    return `${name}=${known ? encodeURIComponent(known[0]) : await folded(text)}`;
  }));
  history.replaceState(null, "", `#${parts.join("&")}&show=${shown}`);
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied.");
  } catch {
    say("The link is in the address bar.");
  }
}

// The address does not say what is not there any more.
function unlink() {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

async function read(fragment) {
  const asked = new Map(fragment.replace(/^#/, "").split("&").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at), part.slice(at + 1)];
  }));
  const unread = [];
  for (const name of TEXTS) {
    let text = Object.values(examples[name])[0];
    const held = asked.get(name);
    if (held) {
      try {
        text = held.startsWith("~") ? await unfolded(held) : example(name, decodeURIComponent(held));
      } catch {
        unread.push({ in: name, message: `the link holds no ${name} that can be read; an example stands in its place` });
      }
    }
    write(name, text);
  }
  if (TEXTS.includes(asked.get("show"))) choose(asked.get("show"));
  return unread;
}

function example(name, title) {
  if (!Object.hasOwn(examples[name], title)) throw new Error("no example");
  return examples[name][title];
}

function write(name, text) {
  area[name].value = text;
  const known = Object.entries(examples[name]).find(([, each]) => each === text);
  const chosen = find(`examples-${name}`);
  if (chosen) chosen.value = known ? known[0] : "";
  number(name);
}

// --- the page --------------------------------------------------------------------------------------

function listen() {
  for (const name of TEXTS) {
    area[name].addEventListener("input", () => {
      write(name, area[name].value);
      unlink();
      changed();
    });
    area[name].addEventListener("scroll", () => {
      area[name].previousElementSibling.scrollTop = area[name].scrollTop;
    });
    find(`tab-${name}`).addEventListener("click", () => choose(name));
    find(`tab-${name}`).addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose(TEXTS[(TEXTS.indexOf(name) + step + TEXTS.length) % TEXTS.length], true);
    });
  }
  for (const name of ["lot", "policy"]) {
    const select = find(`examples-${name}`);
    const own = element("option", "your own");
    own.value = "";
    own.hidden = true;
    select.append(own, ...Object.keys(examples[name]).map((each) => element("option", each)));
    select.addEventListener("change", () => {
      write(name, examples[name][select.value]);
      unlink();
      choose(name);
      decide();
    });
  }
  find("link").addEventListener("click", link);
  find("stop").addEventListener("click", stop);
  addEventListener("hashchange", open);
}

async function open() {
  const unread = await read(location.hash);
  await decide();
  if (unread.length) list(unread);
}

start();
examples = await (await fetch(new URL("examples.json", import.meta.url))).json();
listen();
await open();
