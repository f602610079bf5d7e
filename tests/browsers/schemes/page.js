// Asks for every path, and tells the site what came of it.

/** What a script gets to know of an answer. */
async function outcome(path) {
  try {
    const answer = await fetch(`http://ADDRESS${path}`, { method: "PUT", headers: { "X-A": "1" } });
    return `${answer.status} ${await answer.text()}`;
  } catch (error) {
    return error.name;
  }
}

const outcomes = [];
for (const path of PATHS) {
  outcomes.push(await outcome(path));
}
await fetch("http://ADDRESS/report", {
  method: "POST",
  mode: "no-cors",
  body: JSON.stringify(outcomes),
});
