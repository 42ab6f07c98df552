// [data-upload-url]: files by [data-pick], drop or paste become chips with their progress, then a
// hidden field files=ID. Without scripts the file input sends with the form.
import { $, $$, emit, fill, icon, make, on } from "./dom.js";

const HOST = "[data-upload-url]";
const pending = (host) => $$(".file[data-state=sending]", host).length;

on("click", "[data-pick]", (event, button) => $("input[type=file]", button.closest(HOST))?.click());
on("change", `${HOST} input[type=file]`, (event, input) => {
  take(input.closest(HOST), input.files);
  input.value = "";
});
on("paste", HOST, (event, host) => {
  if (!event.clipboardData.files.length || event.clipboardData.types.includes("text/html")) return;
  event.preventDefault();
  event.stopPropagation();
  take(host, event.clipboardData.files);
}, { capture: true });
on("dragover", HOST, (event, host) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  host.dataset.drop = "";
});
on("dragleave", HOST, (event, host) => host.contains(event.relatedTarget) || delete host.dataset.drop);
on("drop", HOST, (event, host) => {
  delete host.dataset.drop;
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  event.stopPropagation();
  take(host, event.dataTransfer.files);
}, { capture: true });
on("click", "[data-remove-file]", (event, button) => {
  const host = button.closest(HOST);
  const chip = button.closest(".file");
  chip.request?.abort();
  forget(host, $("input[name=files]", chip)?.value);
  chip.remove();
  changed(host);
  $("[data-pick]", host)?.focus();
});

// Sending waits for what is still going up.
on("submit", `form${HOST}`, (event, form) => {
  if (!pending(form)) return;
  event.preventDefault();
  event.stopPropagation();
  form.addEventListener("upload:idle", () => form.requestSubmit(event.submitter), { once: true });
}, { capture: true });

function take(host, files) {
  for (const file of files) send(host, file, chipFor(host, file));
}

function chipFor(host, file) {
  const remove = make("button", { type: "button", "data-remove-file": "", "aria-label": fill(host.dataset.labelRemove, { name: file.name }) }, icon("x"));
  const chip = make("span", { class: "file", "data-state": "sending" },
    make("span", { class: "file-type" }, extension(file.name)), make("span", { class: "truncate" }, file.name),
    make("progress", { max: "1", value: "0", "aria-label": file.name }), make("span", { class: "meta" }, size(file.size)), remove);
  $("[data-files]", host).append(chip);
  return chip;
}

function send(host, file, chip) {
  const limit = Number(host.dataset.maxBytes);
  if (limit && file.size > limit) return fail(host, chip, fill(host.dataset.labelTooBig, { max: size(limit) }));
  const request = (chip.request = new XMLHttpRequest());
  const data = new FormData();
  data.append("file", file, file.name);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) $("progress", chip).value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 300 && request.response?.id) done(host, chip, request.response);
    else fail(host, chip, request.response?.error ?? host.dataset.labelFailed);
  });
  request.addEventListener("error", () => fail(host, chip, host.dataset.labelFailed));
  request.open("POST", host.dataset.uploadUrl);
  request.responseType = "json";
  request.setRequestHeader("X-Requested-With", "fetch");
  request.setRequestHeader("Accept", "application/json");
  return request.send(data);
}

function done(host, chip, { id, name, size: bytes }) {
  chip.dataset.state = "done";
  chip.dataset.size = bytes;
  $("progress", chip).remove();
  $(".truncate", chip).textContent = name;
  $(".meta", chip).textContent = size(bytes);
  chip.append(make("input", { type: "hidden", name: "files", value: id }));
  changed(host);
}

function fail(host, chip, text) {
  chip.dataset.state = "failed";
  chip.setAttribute("role", "alert");
  $("progress", chip)?.remove();
  $(".meta", chip).textContent = text ?? "";
  changed(host);
}

/** The server has it already, and would offer it again with the draft. */
function forget(host, id) {
  if (!id) return;
  const url = fill(host.dataset.forgetUrl ?? "/agent/files/{id}/remove", { id });
  fetch(url, { method: "POST", headers: { "X-Requested-With": "fetch" } }).catch(() => {});
}

on("form:done", HOST, (event, host) => weigh(host));

/** Says when files are too large for a mail, and will be links in it. */
function weigh(host) {
  const hint = $("[data-heavy]", host);
  if (!hint) return;
  const weight = $$(".file[data-size]", host).reduce((sum, chip) => sum + Number(chip.dataset.size), 0);
  hint.firstElementChild.hidden = weight <= Number(hint.dataset.heavy);
}

function changed(host) {
  weigh(host);
  host.dispatchEvent(new Event("input", { bubbles: true }));
  if (!pending(host) && !$(".file[data-state=failed]", host)) emit(host, "upload:idle");
}

const extension = (name) => (name.includes(".") ? name.split(".").pop() : "?").slice(0, 4).toUpperCase();

/** As the server writes it: "212 KB", "212 Ko", never less than one. */
function size(bytes) {
  const [unit, step] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit, maximumFractionDigits: bytes < 1e6 ? 0 : 1 });
  const parts = format.formatToParts(Math.max(1, bytes / step));
  return parts.map(({ type, value }) => (type === "unit" ? value[0].toUpperCase() + value.slice(1) : value)).join("");
}
