// The visitor's own policy: judged while the visitor types, and in force as soon as
// it has no mistakes.

import { byId, element } from "./elements.js";

// Arbitrary, chosen because nobody reads more at once.
const MOST_MISTAKES = 20;

const field = byId("policy");
const judgement = byId("judgement");

// The policies of the other routes, and one with a mistake in every line.
const EXAMPLES = [
  ["/public", `allow_origins = "*"
allow_methods = ["GET", "POST"]
allow_headers = "*"
`],
  ["/stock", `allow_origins = ["http://shop.localhost:8081"]
allow_methods = ["GET", "PUT"]
allow_headers = ["Content-Type"]
`],
  ["/orders", `allow_origins = ["http://shop.localhost:*", "http://*.shop.localhost:*"]
allow_methods = ["GET", "POST", "PUT"]
allow_headers = ["Content-Type"]
expose_headers = ["X-Total-Count"]
max_age = 600
`],
  ["/account", `allow_origins = ["http://shop.localhost:*", "http://*.shop.localhost:*"]
allow_methods = ["GET", "POST"]
allow_headers = ["Content-Type"]
allow_credentials = true
`],
  ["/traces", `allow_origins = ["http://shop.localhost:*", "http://*.shop.localhost:*"]
allow_methods = ["POST"]
allow_headers = "mirror_request"
allow_credentials = true
`],
  ["/transfers", `allow_origins = ["http://shop.localhost:*"]
allow_methods = ["POST"]
block_on_origin_mismatch = true
`],
  ["with mistakes", `allow_origins = ["https://shop.example/", "admin.shop.example"]
allow_methods = ["put"]
allowed_headers = ["Content-Type"]
max_age = "ten minutes"
`],
];

export const DEFAULT_POLICY = new Map(EXAMPLES).get("/orders");

// The visitor can undo this, unlike a new value of the field.
function insert(policy) {
  field.focus();
  field.select();
  document.execCommand("insertText", false, policy);
}

byId("examples").append(...EXAMPLES.map(([name, policy]) => {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", () => insert(policy));
  return element("li", {}, button);
}));

async function put(policy) {
  try {
    const response = await fetch("/policy", { method: "PUT", body: policy });
    if (!response.ok) {
      throw new Error(`the answer is ${response.status}`);
    }
    return await response.json();
  } catch (error) {
    return { mistakes: [{ message: `it could not be judged: ${error.message}` }] };
  }
}

let lastTurn = Promise.resolve();

// Puts the policy in force, or shows its mistakes. Requests wait for each other, so
// the last text wins.
export function judgePolicy() {
  const policy = field.value;
  const turn = async () => {
    const result = await put(policy);
    // A screen reader would read the same judgement again.
    if (policy === field.value && judgement.ariaBusy === "true") {
      showJudgement(result);
    }
    return result;
  };
  lastTurn = lastTurn.then(turn);
  return lastTurn;
}

function mistakeItem({ key, message, place }) {
  if (!place) {
    return element("li", {}, message);
  }
  const { line, start, end } = place;
  const title = key === null ? `line ${line}` : `line ${line}: ${key}`;
  const button = element("button", { type: "button" }, title);
  button.addEventListener("click", () => {
    field.setSelectionRange(start, end);
    field.focus();
  });
  return element("li", {}, button, ` ${message}`);
}

function mistakeList(mistakes) {
  const items = mistakes.slice(0, MOST_MISTAKES).map(mistakeItem);
  const more = mistakes.length - items.length;
  return element("ul", {}, ...items, ...more > 0 ? [element("li", {}, `and ${more} more`)] : []);
}

function showJudgement({ in_force, mistakes }) {
  const [sign, title] = mistakes ? ["✗ ", "Not in force"] : ["✓ ", "In force"];
  judgement.className = mistakes ? "blocked" : "allowed";
  judgement.replaceChildren(
    element("h3", {}, element("span", { ariaHidden: "true" }, sign), title),
    ...mistakes ? [mistakeList(mistakes)] : [
      element("p", {}, "As an attribute:"),
      element("pre", {}, element("code", {}, in_force)),
    ],
  );
  field.ariaInvalid = String(Boolean(mistakes));
  judgement.ariaBusy = "false";
}

field.addEventListener("input", () => {
  judgement.ariaBusy = "true";
});
