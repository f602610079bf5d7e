// Why a browser keeps an answer from a script, by the Fetch standard, from what
// went over the wire.

// A header's value: its lines, joined; null if there are none.
// https://fetch.spec.whatwg.org/#concept-header-list-get
function get(lines, name) {
  const values = lines.filter(([other]) => other.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? null : values.map(([, value]) => value).join(", ");
}

// The names in a header whose value is a list of them; null if it is none.
// https://fetch.spec.whatwg.org/#extract-header-list-values
function names(lines, name) {
  const items = (get(lines, name) ?? "").split(",").map((item) => item.trim());
  const found = items.filter((item) => item !== "");
  return found.every((item) => /^[\w!#$%&'*+.^`|~-]+$/.test(item)) ? found : null;
}

// https://fetch.spec.whatwg.org/#concept-cors-check
function corsCheck({ origin, credentials }, { response }) {
  const allowed = get(response, "Access-Control-Allow-Origin");
  if (allowed === null) {
    return "there is no Access-Control-Allow-Origin in the answer";
  }
  if (allowed === "*") {
    return credentials !== "include" ? null
      : "Access-Control-Allow-Origin is * but credentials are included";
  }
  if (allowed !== origin) {
    return `Access-Control-Allow-Origin is ${allowed}, and this page’s origin is ${origin}`;
  }
  if (credentials !== "include" || get(response, "Access-Control-Allow-Credentials") === "true") {
    return null;
  }
  return "credentials are included, but Access-Control-Allow-Credentials is not true";
}

// Whether a list of names has this one, or a `*` that counts.
function allows(list, wanted, credentials) {
  return list.includes(wanted) || (credentials !== "include" && list.includes("*"));
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7
function preflightCheck(fetch, preflight) {
  const { status, request, response } = preflight;
  const failure = corsCheck(fetch, preflight);
  const isOk = status >= 200 && status <= 299;
  if (failure !== null && status === 403) {
    // What this API says to an origin that the policy does not allow.
    return `origin not allowed (${failure})`;
  }
  if (failure !== null) {
    return isOk ? failure : `${failure} (its status is ${status})`;
  }
  if (!isOk) {
    return `its status is ${status}, and has to be from 200 to 299`;
  }
  const methods = names(response, "Access-Control-Allow-Methods");
  const allowedNames = names(response, "Access-Control-Allow-Headers");
  if (methods === null || allowedNames === null) {
    return `Access-Control-Allow-${methods === null ? "Methods" : "Headers"} is no list of names`;
  }
  const method = get(request, "Access-Control-Request-Method");
  if (!["GET", "HEAD", "POST"].includes(method) && !allows(methods, method, fetch.credentials)) {
    return `method ${method} is not in Access-Control-Allow-Methods`;
  }
  const allowed = allowedNames.map((name) => name.toLowerCase());
  for (const name of names(request, "Access-Control-Request-Headers")) {
    // The standard's `*` never covers it.
    const listed = name === "authorization" ? allowed.includes(name)
      : allows(allowed, name, fetch.credentials);
    if (!listed) {
      return `header ${name} is not in Access-Control-Allow-Headers`;
    }
  }
  return null;
}

// Why the answer to `fetch` is kept from its script; null if it is not.
//
// `fetch` is { origin, api, credentials }: the origins of the page and of the
// API, and the credentials mode. An exchange is { status, request, response },
// with the lines of each header as [name, value]; null if there was none.
export function explain(fetch, preflight, actual) {
  if (fetch.origin === fetch.api) {
    return null;
  }
  const refused = preflight && preflightCheck(fetch, preflight);
  if (refused) {
    return `the preflight was refused: ${refused}`;
  }
  return actual && corsCheck(fetch, actual);
}
