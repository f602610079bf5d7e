// Fetches what the cases say, several cases at a time and the fetches of one in
// their order, and tells what a script gets to see.
const [cases, done] = arguments;

const seen = async (url, { method, headers, text, bytes, credentials, pause }) => {
  if (pause > 0) {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
  }
  const body = text ?? (bytes && new Uint8Array(bytes)) ?? undefined;
  try {
    const response = await fetch(url, { method, headers, body, credentials });
    const { status } = response;
    return { Ok: { status, headers: [...response.headers], body: await response.text() } };
  } catch (error) {
    return { Err: String(error) };
  }
};

const verdicts = [];
const remaining = cases.entries();
const work = async () => {
  for (const [index, { url, fetches }] of remaining) {
    verdicts[index] = [];
    for (const fetch of fetches) {
      verdicts[index].push(await seen(url, fetch));
    }
  }
};
Promise.all(Array.from({ length: 6 }, work)).then(() => done(verdicts));
