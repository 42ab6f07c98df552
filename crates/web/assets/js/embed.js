// For other sites: a script element with this file's address and data-guide="TOKEN" shows a guide there, with
// data-search a search field; data-lang="en|fr" chooses the language. No cookie, nothing else is loaded.
(() => {
  const script = document.currentScript;
  const { guide, lang, search } = script.dataset;
  if (!guide && search === undefined) return;
  const desk = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  const address = new URL(guide ? `/e/${encodeURIComponent(guide)}` : "/e/search", desk);
  if (lang) address.searchParams.set("lang", lang);
  frame.src = address;
  frame.title = script.dataset.title ?? (guide ? "Guide" : "Search");
  frame.loading = "lazy";
  frame.setAttribute("allow", "fullscreen");
  frame.setAttribute("width", "100%");
  frame.setAttribute("height", guide ? "480" : "120");
  frame.setAttribute("frameborder", "0");
  addEventListener("message", (event) => {
    if (event.origin !== desk || event.source !== frame.contentWindow) return;
    const height = Number(event.data?.guichet?.height);
    if (height > 0 && height < 50000) frame.setAttribute("height", Math.ceil(height));
    if (typeof event.data?.guichet?.title === "string") frame.title = event.data.guichet.title;
  });
  script.after(frame);
})();
