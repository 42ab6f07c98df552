// form[data-guide-editor]: the Markdown field becomes rich text. Selection toolbar, "/" and + insert, Markdown shortcuts,
// files by drop, paste or choice with their progress, drafts that keep themselves. Without scripts the field stays.
import { $, $$, emit, fill, make, on } from "./dom.js";
import { connect } from "./connect.js";
import { keepDraft } from "./draft.js";

connect("form[data-guide-editor]", (form) => {
  const draft = keepDraft(form);
  let editor = null;
  let gone = false;
  const write = ({ formData }) => {
    if (!editor) return;
    formData.set("body", editor.html());
    formData.set("format", "html");
    formData.delete("files");
  };
  form.addEventListener("formdata", write);
  form.addEventListener("submit", (event) => {
    const what = event.submitter?.value;
    const picture = editor && !["preview", "discard"].includes(what) && $("figure[data-undescribed] img", editor.root);
    if (picture) {
      event.preventDefault();
      return describe(form, editor, picture);
    }
    if (what === "preview") return;
    draft.pause();
    const before = draft.running();
    if (!before) return;
    event.preventDefault();
    before.then(() => form.requestSubmit(event.submitter));
  });
  // Fields beside the text belong to the form, but do not stand in it. What is for agents only is not public.
  const beside = (event) => {
    const field = event.target;
    if (field.form !== form || form.contains(field)) return;
    const other = { internal: "public", public: "internal" }[field.name];
    if (other && field.checked) form.elements[other].checked = false;
    draft.changed();
  };
  document.addEventListener("change", beside);
  enrich(form, draft, () => gone).then((made) => (editor = made));
  return () => {
    gone = true;
    draft.stop();
    editor?.stop();
    document.removeEventListener("change", beside);
  };
});

async function enrich(form, draft, isGone) {
  const [{ createEditor }, { attachBubble, place }, { toGuide }] = await Promise.all([
    import("./editor.js"), import("./bubble.js"), import("./sanitize.js"),
  ]);
  const textarea = $("textarea[name=body]", form);
  // Whoever has begun to write goes on in the plain field: nothing typed is lost.
  if (isGone() || textarea.value !== textarea.defaultValue) return null;
  const editor = createEditor(textarea, draft.changed, {
    sanitize: toGuide, name: "prose editor-prose", html: $("template[data-html]", form).innerHTML,
  });
  editor.root.lang = textarea.lang;
  editor.formats = {
    heading: ["H2", () => block(editor, "h2"), () => block(editor, "p")],
    "list-ordered": ["OL", "makeOrderedList", "removeList"],
  };
  const bubble = attachBubble($(".bubble-bar", form), editor);
  form.dataset.richReady = "";
  $("[data-insert-bar]", form).hidden = false;
  $("[data-format-bar]", form).addEventListener("click", () => bubble.open());
  editor.root.addEventListener("keydown", (event) => keys(event, form, editor, place));
  // Before the editor's own keys.
  editor.root.addEventListener("keydown", (event) => leaveBlock(event, editor) || nextCell(event, editor), { capture: true });
  editor.root.addEventListener("input", () => tail(editor.root));
  $("#insert", form).addEventListener("keydown", (event) => choose(event, form, editor));
  editor.root.addEventListener("click", (event) => event.target.matches("img") && describe(form, editor, event.target));
  $("#insert", form).addEventListener("click", (event) => {
    const kind = event.target.closest("[data-block]")?.dataset.block;
    if (kind) insert(form, editor, kind);
  });
  takeFiles(form, editor);
  mark(editor);
  tail(editor.root);
  emit(form, "guide:ready", editor);
  return editor;
}

/** The blocks of the selection become paragraphs or headings. */
function block({ squire }, tag) {
  squire.modifyBlocks((fragment) => {
    for (const old of [...fragment.querySelectorAll("p, div:not([class]), h2, h3, h4")]) {
      const fresh = document.createElement(tag);
      fresh.append(...old.childNodes);
      old.replaceWith(fresh);
    }
    return fragment;
  });
}

/** How long letters belong to the word that is being typed. */
const TYPED_MS = 1000;

const SHORTCUTS = {
  "#": (editor) => block(editor, "h2"), "##": (editor) => block(editor, "h2"), "###": (editor) => block(editor, "h3"),
  "-": ({ squire }) => squire.makeUnorderedList(), "*": ({ squire }) => squire.makeUnorderedList(),
  "1.": ({ squire }) => squire.makeOrderedList(), ">": ({ squire }) => squire.increaseQuoteLevel(),
  "```": ({ squire }) => squire.toggleCode(),
};

/** "/" in an empty line opens the menu; a Markdown sign and a space at the beginning of a line is what it stands for. */
function keys(event, form, editor, place) {
  const range = editor.squire.getSelection();
  if (!range.collapsed || event.ctrlKey || event.metaKey || event.altKey) return;
  const line = lineOf(range.startContainer, editor.root);
  if (event.key === "/" && line && !said(line)) {
    event.preventDefault();
    const menu = $("#insert", form);
    Object.assign(menu.dataset, { slash: "", typed: "" });
    menu.showPopover();
    place(menu, line.getBoundingClientRect(), editor.root);
    $(".menu-item", menu).focus();
  }
  if (event.key !== " " || line?.tagName !== "P") return;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const apply = SHORTCUTS[before.toString().replaceAll("\u200b", "")];
  if (!apply) return;
  event.preventDefault();
  editor.squire.saveUndoState();
  before.deleteContents();
  if (!line.firstChild) line.append(document.createElement("br"));
  apply(editor);
}

/** In the menu that "/" opened, letters go to what begins with them, and Escape leaves the "/". */
function choose(event, form, editor) {
  const menu = $("#insert", form);
  if (event.key === "Escape" && "slash" in menu.dataset) {
    event.preventDefault();
    menu.hidePopover();
    editor.squire.focus();
    editor.squire.insertHTML("/");
  }
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const now = performance.now();
  const typed = (now - Number(menu.dataset.typedAt ?? 0) < TYPED_MS ? menu.dataset.typed : "") + event.key.toLowerCase();
  Object.assign(menu.dataset, { typed, typedAt: now });
  $$(".menu-item", menu).find((item) => item.textContent.trim().toLowerCase().startsWith(typed))?.focus();
}

/** After the last block there is always a line to go on in. */
function tail(root) {
  if (!root.lastElementChild?.matches("p, h2, h3, h4, ul, ol")) root.append(make("p", {}, document.createElement("br")));
}

/** Enter on an empty line at the end of a callout goes on below it. */
function leaveBlock(event, { squire, root }) {
  const range = squire.getSelection();
  if (event.key !== "Enter" || event.shiftKey || !range.collapsed) return false;
  const line = lineOf(range.startContainer, root);
  const block = line?.closest(".callout, blockquote");
  if (!block || line === block || said(line) || line.nextElementSibling || !line.previousElementSibling) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  squire.saveUndoState();
  block.after(line);
  to(squire, line);
  return true;
}

/** Tab goes from cell to cell, and from the last one to a new row. */
function nextCell(event, { squire, root }) {
  const cell = event.key === "Tab" && lineOf(squire.getSelection().startContainer, root)?.closest("td, th");
  if (!cell) return false;
  const table = cell.closest("table");
  const cells = $$("td, th", table);
  const at = cells.indexOf(cell) + (event.shiftKey ? -1 : 1);
  if (at < 0) return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (at === cells.length) {
    squire.saveUndoState();
    const row = make("tr");
    for (let count = cell.parentElement.cells.length; count > 0; count -= 1) row.append(make("td", {}, document.createElement("br")));
    ($("tbody", table) ?? table).append(row);
    to(squire, row.cells[0]);
    root.dispatchEvent(new InputEvent("input", { bubbles: true }));
  } else {
    to(squire, cells[at]);
  }
  return true;
}

/** The whole of a line becomes the selection, to be typed over. */
function to(squire, line) {
  const range = document.createRange();
  range.selectNodeContents(line);
  if (!line.textContent) range.collapse(true);
  squire.setSelection(range);
}

/** The words of a line, without what keeps a caret in it. */
const said = (line) => line.textContent.replaceAll("\u200b", "").trim();

function lineOf(node, root) {
  let at = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  while (at && at !== root && !/^(P|H[1-6]|LI|TD|TH|PRE|DIV|BLOCKQUOTE)$/.test(at.tagName)) at = at.parentElement;
  return at === root ? null : at;
}

function insert(form, editor, kind) {
  const [what, tone] = kind.split(":");
  const word = (name) => $(`[data-word=${name}]`, $("template[data-words]", form).content)?.textContent ?? "";
  const menu = $("#insert", form);
  delete menu.dataset.slash;
  menu.hidePopover();
  if (what === "file") return $("[data-pick-files]", form).click();
  if (what === "film") return film(form, editor, word("film"));
  const cell = (tag) => `<${tag}>${word("cell")}</${tag}>`;
  const html = {
    table: `<table><thead><tr>${cell("th")}${cell("th")}</tr></thead><tbody><tr>${cell("td")}${cell("td")}</tr><tr>${cell("td")}${cell("td")}</tr></tbody></table><p><br></p>`,
    callout: `<div class="callout" data-tone="${tone}"><div><p>${word("callout")}</p></div></div><p><br></p>`,
    code: "<pre><br></pre><p><br></p>",
  }[what];
  return put(editor, html);
}

/** A block after the line with the cursor; the line goes if it is empty. */
function put(editor, html) {
  const { root, squire } = editor;
  const holder = make("div");
  holder.innerHTML = html;
  squire.saveUndoState();
  const range = squire.getSelection();
  let line = range.startContainer;
  while (line && line.parentNode !== root) line = line.parentNode;
  const blocks = [...holder.childNodes];
  if (line) line.after(...blocks);
  else root.append(...blocks);
  if (line?.textContent === "" && !line.querySelector("img, video, table")) line.remove();
  if (!root.lastElementChild?.matches("p")) root.append(make("p", {}, document.createElement("br")));
  const first = blocks[0];
  const inside = document.createRange();
  inside.selectNodeContents(first.querySelector?.("p, th, td") ?? first);
  squire.setSelection(inside);
  squire.focus();
  root.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return first;
}

function film(form, editor, words) {
  const dialog = $("#film", form);
  const input = $("[data-film-url]", dialog);
  const range = editor.squire.getSelection();
  input.value = "";
  $("[data-film-done]", dialog).onclick = () => {
    dialog.close();
    editor.squire.setSelection(range);
    if (!/^https:\/\//.test(input.value.trim())) return;
    const link = make("a", { href: input.value.trim() }, words);
    put(editor, `<p>${link.outerHTML}</p><p><br></p>`);
  };
  dialog.showModal();
}

/** What a picture shows and the words under it. */
function describe(form, editor, picture) {
  const dialog = $("#describe", form);
  const [alt, caption] = [$("[data-alt]", dialog), $("[data-caption]", dialog)];
  const figure = picture.closest("figure");
  alt.value = picture.alt;
  caption.value = $("figcaption", figure ?? picture)?.textContent ?? "";
  const changed = () => (mark(editor), editor.root.dispatchEvent(new InputEvent("input", { bubbles: true })));
  const done = () => {
    picture.alt = alt.value.trim();
    const words = caption.value.trim();
    const known = figure && $("figcaption", figure);
    if (figure && words) (known ?? figure.appendChild(make("figcaption"))).textContent = words;
    else known?.remove();
    changed();
  };
  dialog.onclose = () => (done(), editor.squire.focus());
  $("[data-picture-done]", dialog).onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    dialog.close();
  };
  $("[data-picture-remove]", dialog).onclick = () => {
    dialog.onclose = null;
    dialog.close();
    (figure ?? picture).remove();
    changed();
  };
  dialog.showModal();
  alt.focus();
}

/** Shows which pictures still need a description. */
function mark({ root }) {
  for (const figure of $$("figure:has(img)", root)) figure.toggleAttribute("data-undescribed", !$("img", figure).alt.trim());
}

function takeFiles(form, editor) {
  const host = form.closest(".editor");
  const input = $("[data-pick-files]", form);
  const send = (files) => [...files].reduce((before, file) => before.then(() => upload(form, editor, file)), Promise.resolve());
  input.addEventListener("change", () => (send(input.files), (input.value = "")));
  host.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    host.dataset.drop = "";
  });
  host.addEventListener("dragleave", (event) => host.contains(event.relatedTarget) || delete host.dataset.drop);
  host.addEventListener("drop", (event) => {
    delete host.dataset.drop;
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    send(event.dataTransfer.files);
  }, { capture: true });
  host.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length || event.clipboardData.types.includes("text/html")) return;
    event.preventDefault();
    event.stopPropagation();
    send(event.clipboardData.files);
  }, { capture: true });
}

function upload(form, editor, file) {
  const bar = make("progress", { max: "1", value: "0", "aria-label": `${form.dataset.labelUploading} ${file.name}` });
  const line = make("li", { class: "file" }, make("span", { class: "truncate" }, file.name), bar);
  $("[data-uploads]", form).append(line);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("file", file, file.name);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && (bar.value = event.loaded / event.total));
    const fail = (text) => {
      line.dataset.state = "failed";
      bar.replaceWith(make("span", { class: "error", role: "alert" }, text ?? form.dataset.labelFailed));
      resolve();
    };
    request.addEventListener("load", () => {
      if (request.status >= 300) return fail(request.response?.error);
      line.remove();
      show(form, editor, request.response, file.name);
      return resolve();
    });
    request.addEventListener("error", () => fail());
    request.open("POST", form.dataset.uploadTo);
    request.responseType = "json";
    request.setRequestHeader("X-Requested-With", "fetch");
    request.send(data);
  });
}

function show(form, editor, { url, kind, name, size, width, height }, label) {
  if (kind === "image") {
    const picture = make("img", { src: url, alt: "", ...(width && { width, height }) });
    const figure = put(editor, `<figure>${picture.outerHTML}</figure><p><br></p>`);
    mark(editor);
    const shown = $("img", figure);
    if (shown && !$("#describe", form).open) describe(form, editor, shown);
  } else if (kind === "video") {
    put(editor, `<figure>${make("video", { src: url, controls: "", "aria-label": label }).outerHTML}</figure><p><br></p>`);
  } else {
    put(editor, `<p>${make("a", { href: url, class: "download" }, fill("{label} ({size})", { label: label || name, size })).outerHTML}</p><p><br></p>`);
  }
}

// Ctrl+S publishes or sends in; the button says which.
on("keydown", "form[data-guide-editor]", (event, form) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit($(`[data-save][form="${form.id}"]`));
});
