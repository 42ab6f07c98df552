// .placeholder-token spans of a canned response: Tab goes to the next, an unfilled one holds sending.
import { $$ } from "./dom.js";

const open = (editor) => $$(".placeholder-token", editor.root).filter((token) => /^\s*\[.*\]\s*$/.test(token.textContent));

export function nextPlaceholder(editor) {
  const tokens = open(editor);
  if (!tokens.length) return false;
  const at = editor.squire.getSelection();
  const next = tokens.find((token) => at.comparePoint(token, 0) > 0) ?? tokens[0];
  const range = document.createRange();
  range.selectNodeContents(next);
  editor.squire.setSelection(range);
  editor.squire.focus();
  return true;
}

export const unfilled = (editor) => open(editor).length > 0 && nextPlaceholder(editor);
