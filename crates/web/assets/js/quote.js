// a[data-quote]: the quotation goes behind what is written already. Without scripts the page comes back with it alone.
import { $, on } from "./dom.js";
import { load } from "./page.js";

on("click", "a[data-quote]", async (event, link) => {
  const field = $("#comment-body");
  if (!field || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const { page } = await load(link.href);
    const before = field.value.trimEnd();
    field.value = (before && `${before}\n\n`) + page.getElementById("comment-body").value;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    location.assign(link.href);
  }
});
