// For other sites, a script element with this file's address. data-guide="TOKEN" shows a guide there, data-search a search
// field. data-portal="NAME" puts the bubble of a portal into the corner (data-corner="left|right"), with data-frame the portal
// itself (data-colour is the bubble's). A link with data-guichet="popup" opens its address in a small window. data-lang="en|fr" chooses the language,
// data-identity is a signed token that says who the visitor is. No cookie, nothing is loaded before somebody opens it.
(() => {
  const script = document.currentScript;
  const { guide, lang, search, portal, corner, identity, colour } = script.dataset;
  const desk = new URL(script.src).origin;
  const language = lang && lang !== "auto" ? lang : "";

  const frameOf = (address, title, height) => {
    const frame = document.createElement("iframe");
    if (language) address.searchParams.set("lang", language);
    frame.src = address;
    frame.title = title;
    frame.setAttribute("width", "100%");
    frame.setAttribute("height", height);
    frame.setAttribute("frameborder", "0");
    return frame;
  };
  const hear = (frame, take) => addEventListener("message", (event) => {
    if (event.origin === desk && event.source === frame.contentWindow && event.data?.guichet) take(event.data.guichet);
  });
  const portalAddress = () => {
    const address = new URL(`/p/${encodeURIComponent(portal)}?frame=1`, desk);
    address.hash = new URLSearchParams({ page: location.href.split("#")[0], ...(identity && { identity }) });
    return address;
  };

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-guichet=popup]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = new URL(link.href);
    address.searchParams.set("frame", "1");
    address.hash = new URLSearchParams({ page: location.href.split("#")[0], ...(identity && { identity }) });
    // Without a path of its own the portal is at the root of its host.
    if (open(address, "guichet", "popup,width=420,height=680")) event.preventDefault();
  });

  if (guide || search !== undefined) {
    const frame = frameOf(new URL(guide ? `/e/${encodeURIComponent(guide)}` : "/e/search", desk), script.dataset.title ?? (guide ? "Guide" : "Search"), guide ? "480" : "120");
    frame.loading = "lazy";
    frame.setAttribute("allow", "fullscreen");
    hear(frame, ({ height, title }) => {
      if (height > 0 && height < 50000) frame.setAttribute("height", Math.ceil(height));
      if (typeof title === "string") frame.title = title;
    });
    script.after(frame);
  }
  if (portal && script.dataset.frame !== undefined) {
    const frame = frameOf(portalAddress(), script.dataset.title ?? "Chat", "620");
    frame.setAttribute("allow", "display-capture");
    script.after(frame);
  } else if (portal) bubble();

  function bubble() {
    const french = (language || navigator.language).startsWith("fr");
    const words = french ? ["Ouvrir la discussion", "Fermer la discussion"] : ["Open the chat", "Close the chat"];
    // Its own tree: the site's styles stay outside, and a strict policy takes constructed sheets.
    const host = document.createElement("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    const fill = colour && CSS.supports("color", colour) ? colour : "#1d4fa3";
    const side = corner === "left" ? "left" : "right";
    sheet.replaceSync(`
      button { position: fixed; ${side}: 20px; bottom: 20px; z-index: 2147483000; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%; background: ${fill}; color: #fff; cursor: pointer; box-shadow: 0 6px 24px #0004; }
      button:focus-visible { outline: 3px solid currentColor; outline-offset: -6px; }
      svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
      b { position: absolute; top: -3px; right: -3px; min-width: 20px; border-radius: 10px; background: #b3261e; font: 600 12px/20px system-ui, sans-serif; }
      b:empty { display: none; }
      iframe { position: fixed; ${side}: 20px; bottom: 88px; z-index: 2147483000; width: 376px; height: min(576px, 100dvh - 108px); border: 0; border-radius: 22px; box-shadow: 0 12px 48px #0005; }
      [hidden] { display: none; }
      @media (max-width: 640px) { iframe { inset: 0; width: 100%; height: 100dvh; border-radius: 0; } :host([data-open]) button { display: none; } }`);
    root.adoptedStyleSheets = [sheet];
    const button = document.createElement("button");
    button.type = "button";
    button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719"/></svg><b></b>';
    const badge = button.querySelector("b");
    let frame = null;
    const show = (is) => {
      frame?.contentWindow.postMessage({ guichet: { shown: is } }, desk);
      frame ??= made();
      frame.hidden = !is;
      host.toggleAttribute("data-open", is);
      button.setAttribute("aria-expanded", is);
      button.setAttribute("aria-label", words[is ? 1 : 0]);
      if (is) frame.focus();
      else button.focus();
      if (is) badge.textContent = "";
    };
    const made = () => {
      const one = frameOf(portalAddress(), script.dataset.title ?? "Chat", "576");
      one.setAttribute("allow", "display-capture");
      root.append(one);
      hear(one, ({ close, unread }) => {
        if (close) show(false);
        if (unread >= 0 && one.hidden) badge.textContent = unread || "";
      });
      return one;
    };
    button.setAttribute("aria-label", words[0]);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => show(!frame || frame.hidden));
    root.append(button);
    (document.body ?? document.documentElement).append(host);
  }
})();
