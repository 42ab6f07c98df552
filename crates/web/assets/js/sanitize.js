// What may enter the editor. The server cleans again, always; this keeps pasted pages from
// bringing their looks, and anything that runs, into a reply.
import "../vendor/dompurify/purify-3.4.18.js";

const RULES = {
  ALLOWED_TAGS: ["p", "div", "br", "b", "strong", "i", "em", "u", "s", "a", "ul", "ol", "li", "blockquote", "pre", "code", "span", "h2", "h3"],
  ALLOWED_ATTR: ["href", "class"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  RETURN_DOM_FRAGMENT: true,
};
const CLASSES = new Set(["placeholder-token", "mention", "callout", "steps", "film", "download"]);
const GUIDE = {
  ...RULES,
  ALLOWED_TAGS: [...RULES.ALLOWED_TAGS, "h1", "h4", "del", "strike", "hr", "figure", "figcaption", "img", "video", "table", "thead", "tbody", "tr", "th", "td"],
  ALLOWED_ATTR: [...RULES.ALLOWED_ATTR, "src", "alt", "width", "height", "controls", "start", "aria-label", "data-tone", "data-film", "data-undescribed"],
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel):|#|\/(?!\/))/i,
};

globalThis.DOMPurify.addHook("uponSanitizeAttribute", (node, data) => {
  if (data.attrName === "class") data.keepAttr = CLASSES.has(data.attrValue.trim());
});

/** The same for the text of a guide: headings, tables, and pictures that are here. */
export function toGuide(html) {
  // Still in a document that loads nothing.
  const fragment = globalThis.DOMPurify.sanitize(withoutStyles(html), GUIDE);
  // Pictures of other sites do not come along; Word puts paragraphs into cells and items.
  for (const picture of fragment.querySelectorAll("img, video")) if (!picture.getAttribute("src")?.startsWith("/guides/files/")) picture.remove();
  for (const line of fragment.querySelectorAll("li > p:only-child, td > p:only-child, th > p:only-child")) line.replaceWith(...line.childNodes);
  for (const blank of fragment.querySelectorAll("span:not([class])")) blank.replaceWith(...blank.childNodes);
  return document.importNode(fragment, true);
}

export function toFragment(html) {
  return document.importNode(globalThis.DOMPurify.sanitize(withoutLooks(html), RULES), true);
}

// Browsers report styles and handlers to the content policy while parsing, even into a document
// that is never shown. Dropping their text first keeps those reports for what matters; what this
// misses is still removed above.
const STYLE_BLOCK = /<style\b[^<]*(?:<(?!\/?style\b)[^<]*)*<\/style>/gi;
const TAG = /<[a-z][^<>]*>/gi;
const LOOKS = /[\s"'/](?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;
const withoutStyles = (html) => html.replace(STYLE_BLOCK, "").replace(TAG, (tag) => tag.replace(LOOKS, (found) => found[0].trim()));
const withoutLooks = (html) => withoutStyles(html).replace(TABLE, asLines);

// A pasted table becomes lines: its cells would run into each other otherwise.
const TABLE = /<(\/?)(tr|t[dh]|table|thead|tbody|tfoot|caption|colgroup|col)\b[^<>]*>/gi;
const asLines = (tag, end, name) => (/^(tr|caption)$/i.test(name) ? `<${end}div>` : /^t[dh]$/i.test(name) && end ? " " : "");
