// <button data-copy="#id">: copies that element's text, or its value; data-label-copied says so.
import { $, on } from "./dom.js";

const SAID_MS = 1600;

on("click", "[data-copy]", async (event, button) => {
  const source = $(button.dataset.copy);
  if (!source || button.dataset.copied !== undefined) return;
  await navigator.clipboard.writeText((source.value ?? source.textContent).trim()).catch(() => select(source));
  const label = $(".copy-label", button) ?? button;
  const before = label.textContent;
  button.dataset.copied = "";
  if (button.dataset.labelCopied) label.textContent = button.dataset.labelCopied;
  setTimeout(() => {
    delete button.dataset.copied;
    label.textContent = before;
  }, SAID_MS);
});

/** No clipboard (not a secure address): leave the text selected, one key away. */
function select(source) {
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
}
