// A rich text editor in place of a textarea: Squire, which works without inline styles here.
// The textarea stays the form's field, out of sight; it is filled when the form is read.
import Squire from "../vendor/squire/squire-2.4.8.js";
import { make } from "./dom.js";
import { toFragment } from "./sanitize.js";

/** Empty lines at the end, which pasting and habit leave behind. */
const BLANK_END = /(?:<(p|div)>(?:\s|&nbsp;|<br>)*<\/\1>|<br>|\s)+$/;

/** `options`: `sanitize` for what may enter, `html` to begin with, `name` of the class. */
export function createEditor(textarea, onChange, options = {}) {
  const root = make("div", {
    class: options.name ?? textarea.className, role: "textbox", "aria-multiline": "true", spellcheck: "true",
    "aria-label": textarea.labels[0]?.textContent.trim() ?? textarea.getAttribute("aria-label") ?? "",
    "data-placeholder": textarea.placeholder, "data-local": "",
  });
  if (textarea.getAttribute("aria-invalid")) root.setAttribute("aria-invalid", "true");
  if (textarea.id) root.id = `${textarea.id}-rich`;
  textarea.after(root);
  textarea.required = false;
  const squire = new Squire(root, { blockTag: "P", sanitizeToDOMFragment: options.sanitize ?? toFragment, addLinks: true });
  // Its handles for resizing pictures need inline styles, which our pages refuse; there is no option against them.
  squire._imageResizer?.destroy();
  showLastBreak(squire);
  const empty = () => !root.textContent.trim() && !root.querySelector("li, pre, blockquote, img, video, table");
  const changed = () => {
    root.toggleAttribute("data-empty", empty());
    onChange();
  };
  const set = (html) => {
    squire.setHTML(html);
    root.toggleAttribute("data-empty", empty());
  };
  set(options.html ?? (textarea.dataset.rich === "html" ? textarea.value : paragraphs(textarea.value)));
  squire.addEventListener("input", changed);
  return {
    root, squire, set, empty,
    html: () => (empty() ? "" : squire.getHTML().replaceAll("\u200b", "").replace(BLANK_END, "")),
    insert: (html) => squire.insertHTML(html).focus(),
    stop() {
      squire.destroy();
      root.remove();
    },
  };
}

/** A break at the end of a block shows no new line until something stands below it: another break does. */
function showLastBreak(squire) {
  const split = squire.splitBlock.bind(squire);
  squire.splitBlock = (onlyBreak, at) => {
    split(onlyBreak, at);
    const range = squire.getSelection();
    const { startContainer: block, startOffset } = range;
    if (!onlyBreak || block.nodeType !== Node.ELEMENT_NODE || block.childNodes[startOffset]) return squire;
    range.insertNode(make("br"));
    range.collapse(true);
    squire.setSelection(range);
    return squire;
  };
}

/** Plain text as the editor writes it: a block for each line. */
function paragraphs(text) {
  const line = make("p");
  return text.split("\n").map((content) => {
    line.textContent = content;
    return content ? line.outerHTML : "<p><br></p>";
  }).join("");
}
