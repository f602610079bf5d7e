// What the page shows, for the test that reads it.
const done = arguments[0];
const texts = (selector, root = document) =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent);
const line = (item) => (item.querySelector("span") ?? item).textContent;

function exchange(id) {
  const lists = document.querySelectorAll(`#${id} > .lines`);
  if (lists.length === 0) {
    return null;
  }
  const [request, response] = [...lists].map((list) => [...list.children]);
  return {
    request: request.map(line),
    response: response.map(line),
    hidden: response.filter((item) => item.querySelector("em")).map(line),
  };
}

done({
  title: document.querySelector("#verdict h2").textContent,
  sentences: texts("#verdict p"),
  preflight: exchange("preflight"),
  actual: exchange("actual"),
  script: [...document.querySelectorAll("#script .lines li")].map(line),
  body: document.querySelector("#script pre")?.textContent ?? null,
});
