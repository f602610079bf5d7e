// The least contrast of any text to what is behind it, by the definition of
// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
const done = arguments[0];
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ground(element) {
  const colour = getComputedStyle(element).backgroundColor;
  return channels(colour)[3] === 0 ? ground(element.parentElement) : colour;
}

function contrast(element) {
  const [one, other] = [getComputedStyle(element).color, ground(element)].map(luminance);
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
  && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== ""));
const controls = [...document.querySelectorAll("select, textarea")];
const [least] = [...texts, ...controls].sort((one, other) => contrast(one) - contrast(other));
done([contrast(least), least.textContent, texts.length, luminance(ground(document.body))]);
