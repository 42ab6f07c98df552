// The form of a portal: the page takes the colour while the sliders move; a proposed name fills its field.
import { $, on } from "./dom.js";

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

on("input", "[data-hue-slider], [data-chroma-slider]", (event, slider) => {
  const [hue, chroma] = [$("[data-hue-slider]", slider.form), $("[data-chroma-slider]", slider.form)];
  sheet.replaceSync(`:root { --accent-h: ${Number(hue.value)}; --accent-c: ${Number(chroma.value) / 1000}; }`);
});

on("click", "[data-fill]", (event, button) => {
  const field = $(button.dataset.fill);
  field.value = button.dataset.value;
  field.focus();
});
