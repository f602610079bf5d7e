// Fetches what the cases say, several cases at a time and the fetches of one in
// their order, and tells what a script gets to see, and in what time.
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

const runs = [];
const remaining = cases.entries();
const work = async () => {
  for (const [index, { url, fetches }] of remaining) {
    const started = performance.now();
    const verdicts = [];
    let pauses = 0;
    for (const fetch of fetches) {
      verdicts.push(await seen(url, fetch));
      pauses += fetch.pause;
    }
    const seconds = (performance.now() - started) / 1000 - pauses;
    runs[index] = { verdicts, seconds };
  }
};
Promise.all(Array.from({ length: 6 }, work)).then(() => done(runs));
