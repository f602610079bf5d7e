import { byId, element } from "./elements.js";
import { explain } from "./explain.js";
import { DEFAULT_POLICY, judgePolicy } from "./own.js";

const settings = await (await fetch("/settings.json")).json();
const form = document.querySelector("form");

// Arbitrary, chosen because most people take less time from one key to the next.
const PAUSE_MS = 300;

// The fetch whose answer is awaited or shown; null if there is none.
let latest = null;

const [API, SHOP, ADMINISTRATION, STRANGER] = settings.pages;
const JSON_BODY = "Content-Type: application/json";
const TO_TRY = [
  ["Read: no preflight", SHOP, { route: "/orders", method: "GET" }],
  ["Change: the browser asks first", SHOP, { route: "/orders", method: "PUT", headers: JSON_BODY }],
  ["A stranger reads", STRANGER, { route: "/orders", method: "GET" }],
  ["A stranger changes", STRANGER, { route: "/orders", method: "PUT", headers: JSON_BODY }],
  ["Another origin than the one", ADMINISTRATION, { route: "/stock", method: "GET" }],
  ["A method that is not allowed", SHOP, { route: "/account", method: "DELETE" }],
  ["A method that no route has", SHOP, { route: "/account", method: "PUT" }],
  ["A header that is not allowed", SHOP, { route: "/orders", method: "POST", headers: "X-Trace: 1" }],
  ["* and credentials", SHOP, { route: "/public", method: "GET", credentials: "include" }],
  ["A cookie", ADMINISTRATION, { route: "/account", method: "GET", credentials: "include" }],
  ["Refused before the handler", STRANGER, { route: "/transfers", method: "POST" }],
  ["An error that can be read", SHOP, { route: "/broken", method: "GET" }],
  ["No policy", SHOP, { route: "/internal", method: "GET" }],
  ["No policy, but own origin", API, { route: "/internal", method: "GET" }],
  ["Your own policy", SHOP, { route: "/own", method: "PUT", headers: JSON_BODY }],
];

const routeOf = (current) => settings.routes.find(({ path }) => path === current.route);
const isOwn = ({ source }) => source === null;

// The choices, kept in the URL's query

function choices() {
  return Object.fromEntries(new FormData(form));
}

function query(of) {
  return `/?${new URLSearchParams({ headers: "", credentials: "same-origin", ...of })}`;
}

function restoreChoices() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = form.elements.namedItem(name);
    const isOption = [...(control?.options ?? [])].some((option) => option.value === value);
    if (isOption || control?.type === "textarea") {
      control.value = value;
    }
  }
}

function showChoices() {
  const current = choices();
  history.replaceState(null, "", query(current));
  byId("origins").replaceChildren(...settings.pages.map(({ name, origin }) => {
    const link = element("a", { href: origin + query(current) }, name, element("code", {}, origin));
    if (new URL(origin).hostname === location.hostname) {
      link.ariaCurrent = "page";
    }
    return element("li", {}, link);
  }));
  const route = routeOf(current);
  byId("about").textContent = route.about;
  byId("source").textContent = route.source;
  byId("route-policy").hidden = isOwn(route);
  byId("own-policy").hidden = !isOwn(route);
  if (isOwn(route)) {
    judgePolicy();
  }
}

// The policy is judged when the visitor pauses: a half-written word always has
// mistakes, and browsers limit how often a script may change the URL.
let pause;
function awaitPause() {
  forgetAnswer();
  clearTimeout(pause);
  pause = setTimeout(showChoices, PAUSE_MS);
}

// What is shown would be the answer to another question.
function forgetAnswer() {
  if (latest !== null) {
    latest = null;
    showVerdict("", "Nothing sent yet");
    byId("exchanges").hidden = true;
  }
}

// The request

function requestOf({ route, method, headers, credentials }, id) {
  const lines = headers.split("\n").filter((line) => line.trim() !== "");
  const pairs = lines.map((line) => {
    const colon = line.indexOf(":");
    if (colon < 1) {
      throw new TypeError(`“${line}” is no header; write Name: value`);
    }
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  const body = ["GET", "HEAD"].includes(method) ? undefined : '{"foxes":3}';
  return new Request(`${settings.api}${route}?fetch=${id}`, {
    method, headers: pairs, credentials, body,
  });
}

// What the script gets: a response, or an error that does not say why.
async function answerTo(request) {
  try {
    const response = await fetch(request);
    return { response, body: await response.text() };
  } catch (error) {
    return { error };
  }
}

async function exchangesOf(id) {
  const exchanges = await (await fetch(`${settings.api}/exchanges/${id}`)).json();
  const isPreflight = ({ request }) =>
    request.some(([name]) => name === "access-control-request-method");
  return {
    preflight: exchanges.find(isPreflight) ?? null,
    actual: exchanges.find((exchange) => !isPreflight(exchange)) ?? null,
  };
}

async function send() {
  const current = choices();
  const id = crypto.randomUUID();
  latest = id;
  showVerdict("", "Waiting for the answer");
  byId("exchanges").hidden = true;
  let request;
  try {
    request = requestOf(current, id);
  } catch (error) {
    showVerdict("blocked", "Not sent", `This is no request: ${error.message}.`);
    return;
  }
  // Another tab may have put its policy in force.
  const { mistakes } = isOwn(routeOf(current)) ? await judgePolicy() : {};
  if (latest !== id) {
    return;
  }
  if (mistakes) {
    showVerdict("blocked", "Not sent", `Your policy is not in force: ${mistakes[0].message}.`);
    return;
  }
  const answer = await answerTo(request);
  const exchanges = await exchangesOf(id).catch(() => null);
  if (latest !== id) {
    return;
  }
  if (exchanges === null) {
    showVerdict("blocked", "Nothing reached the API", "It does not answer. Is it still running?");
    return;
  }
  const { preflight, actual } = exchanges;
  judge({ ...current, origin: location.origin, api: settings.api }, answer, preflight, actual);
  showExchanges(preflight, actual, answer);
}

// The verdict

function judge(fetch, { response, error }, preflight, actual) {
  const reason = explain(fetch, preflight, actual);
  if (error) {
    const consequence = actual === null
      ? "The actual request was never sent."
      : `The request did reach the API, which answered ${actual.status}; only the script may not know.`;
    showVerdict("blocked", "Blocked by the browser",
      sentence(reason ?? "the exchange does not tell why; the browser’s console may"), consequence);
  } else if (reason !== null) {
    showVerdict("allowed", "Allowed by this browser",
      `By the standard it would be blocked: ${reason}.`);
  } else {
    const consequence = `The script got the API’s answer, ${response.status}.`;
    showVerdict("allowed", "Allowed", allowance(fetch, preflight, actual), consequence);
  }
}

function sentence(words) {
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function allowance({ origin, api }, preflight, actual) {
  if (origin === api) {
    return "The page is of the API’s own origin: CORS has no part in it.";
  }
  const [, allowed] = actual.response.find(([name]) => name === "access-control-allow-origin");
  const first = preflight ? "The preflight allowed the request, and" : "No preflight was needed, and";
  const who = allowed === "*" ? "is *: every page" : "is this page’s origin";
  return `${first} Access-Control-Allow-Origin ${who}.`;
}

function showVerdict(kind, title, ...sentences) {
  const verdict = byId("verdict");
  const sign = { allowed: "✓ ", blocked: "✗ " }[kind] ?? "";
  verdict.className = kind;
  verdict.replaceChildren(
    element("h2", {}, element("span", { ariaHidden: "true" }, sign), title),
    ...sentences.map((words) => element("p", {}, words)),
  );
}

// What went over the wire

const isCors = (name) => /^(origin|vary|access-control-.*)$/.test(name);
const capitalised = (name) => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

function headerLine([name, value], isHidden = false) {
  const line = element("li", {}, element("span", {}, `${capitalised(name)}: ${value}`));
  line.classList.toggle("cors", isCors(name));
  if (isHidden) {
    line.classList.add("hidden");
    line.append(element("em", {}, "hidden from the script"));
  }
  return line;
}

// What is about CORS first; between names, the order has no meaning.
function sorted(lines) {
  const rank = ([name]) => (name === "origin" ? 0 : isCors(name) ? 1 : 2) + name;
  return lines.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

function list(start, lines, isHidden = () => false) {
  const items = sorted(lines).map((line) => headerLine(line, isHidden(line)));
  return element("ul", { className: "lines" },
    ...start === null ? [] : [element("li", { className: "start" }, start)], ...items);
}

// What browsers say of themselves is shown on demand.
function showRequest({ method, path, request }) {
  const said = /^(origin|access-control-.*|cookie|content-type)$/;
  const chosen = form.elements.headers.value.toLowerCase().split("\n");
  const isTold = ([name]) => said.test(name) || chosen.some((line) => line.startsWith(`${name}:`));
  const others = request.filter((line) => !isTold(line));
  return [
    element("h3", {}, "The browser asks"),
    list(`${method} ${path}`, request.filter(isTold)),
    element("details", {}, element("summary", {}, `and ${others.length} more headers`), list(null, others)),
  ];
}

function showResponse({ status, reason, response }, isHidden) {
  return [
    element("h3", {}, "The API answers"),
    list(`${status} ${reason ?? ""}`, response, isHidden),
  ];
}

function showPreflight(preflight) {
  const heading = element("h2", {}, "1. Preflight: may the page send this?");
  byId("preflight").replaceChildren(heading, ...preflight === null
    ? [element("p", {}, "None was sent. The browser asks first only where a plain form or link "
      + "could not have sent the request; and never on the API’s own origin.")]
    : [...showRequest(preflight), ...showResponse(preflight, () => false)]);
}

function showActual(actual, { response }) {
  const heading = element("h2", {}, "2. Actual request: may the script read this?");
  const isHidden = ([name]) => !response?.headers.has(name);
  byId("actual").replaceChildren(heading, ...actual === null
    ? [element("p", {}, "It was never sent.")]
    : [...showRequest(actual), ...showResponse(actual, isHidden)]);
}

function showScript({ response, body, error }) {
  byId("script").replaceChildren(
    element("h2", {}, "3. What the script got"),
    ...error
      ? [list(String(error), []), element("p", {}, "That is all: no status, no header, no reason.")]
      : [list(`${response.status} ${response.statusText}`, [...response.headers]), element("pre", {}, body)],
  );
}

function showExchanges(preflight, actual, answer) {
  showPreflight(preflight);
  showActual(actual, answer);
  showScript(answer);
  byId("exchanges").hidden = false;
}

byId("route").append(...settings.routes.map(({ path }) => element("option", {}, path)));
byId("route").value = "/orders";
byId("try").append(...TO_TRY.map(([title, { origin }, tried]) =>
  element("li", {}, element("a", { href: origin + query(tried) }, title))));
byId("policy").value = DEFAULT_POLICY;
restoreChoices();
showChoices();
byId("policy").addEventListener("input", awaitPause);
byId("policy").addEventListener("change", showChoices);
form.addEventListener("input", () => {
  forgetAnswer();
  showChoices();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
