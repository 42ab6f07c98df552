// Shows a visitor's screen to the agent, from browser to browser (WebRTC). Each leaves messages for the other at
// [data-base]/signals; the desk passes them on and reads none. The visitor agrees, sees that it goes on, and stops it.
import { $, make, on } from "./dom.js";
import { connect } from "./connect.js";

const HEADERS = { "X-Requested-With": "fetch", "Content-Type": "application/json" };
const lines = new WeakMap();
let session = null;
// The style sheet shows the button only then.
document.documentElement.toggleAttribute("data-can-share", Boolean(navigator.mediaDevices?.getDisplayMedia && globalThis.RTCPeerConnection));

/** What the two browsers say to each other. */
class Line {
  constructor(root) {
    this.root = root;
    this.after = 0;
    this.busy = false;
  }

  async say(body) {
    await fetch(`${this.root.dataset.base}/signals`, { method: "POST", body: JSON.stringify(body), headers: HEADERS });
  }

  async listen() {
    if (this.busy || !["waiting", "open"].includes(this.root.dataset.chat)) return;
    // A visitor who shows nothing has nothing to hear.
    if (this.root.dataset.side === "visitor" && !session) return;
    this.busy = true;
    try {
      const response = await fetch(`${this.root.dataset.base}/signals?after=${this.after}`, { headers: HEADERS });
      const { signals, relays } = await response.json();
      this.relays = relays;
      for (const { id, body } of signals) {
        this.after = Math.max(this.after, id);
        await hear(this, body);
      }
    } finally {
      this.busy = false;
    }
  }
}

function peer(line) {
  const connection = new RTCPeerConnection({ iceServers: line.relays ?? [] });
  connection.addEventListener("icecandidate", ({ candidate }) => candidate && line.say({ to: session?.id, candidate }));
  connection.addEventListener("connectionstatechange", () => ["failed", "closed"].includes(connection.connectionState) && end(true));
  return connection;
}

on("click", "[data-share-screen]", async (event, button) => {
  if (session) return end(true);
  const root = button.closest("[data-chat]");
  if (!confirm(button.dataset.labelConsent)) return undefined;
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
    const line = lines.get(root);
    session = { line, stream, id: crypto.randomUUID() };
    await line.listen();
    session.connection = peer(line);
    for (const track of stream.getTracks()) {
      session.connection.addTrack(track, stream);
      track.addEventListener("ended", () => end(true));
    }
    await session.connection.setLocalDescription(await session.connection.createOffer());
    await line.say({ to: session.id, offer: session.connection.localDescription });
    sharing(button);
  } catch (error) {
    end(false);
    if (error.name !== "NotAllowedError") alert(button.dataset.labelFailed);
  }
  return undefined;
});

/** Always in sight while the screen is shown. */
function sharing(button) {
  const stop = make("button", { type: "button", class: "btn", "data-size": "s", "data-variant": "danger-fill" }, button.dataset.labelStop);
  stop.addEventListener("click", () => end(true));
  session.bar = make("p", { class: "banner chat-sharing", role: "status", "data-local": "" }, make("span", {}, button.dataset.labelSharing), stop);
  button.closest("header").after(session.bar);
  button.setAttribute("aria-pressed", "true");
  session.button = button;
}

async function hear(line, body) {
  if (line.root.dataset.side === "agent") return watch(line, body);
  if (!session || body.to !== session.id) return undefined;
  if (body.answer) await session.connection.setRemoteDescription(body.answer);
  if (body.candidate) await session.connection.addIceCandidate(body.candidate).catch(() => {});
  if (body.bye) end(false);
  return undefined;
}

async function watch(line, body) {
  if (body.offer) {
    end(false);
    session = { line, id: body.to, connection: peer(line) };
    const screen = $("#screen", line.root);
    session.connection.addEventListener("track", ({ streams }) => {
      screen.hidden = false;
      $("video", screen).srcObject = streams[0];
    });
    await session.connection.setRemoteDescription(body.offer);
    await session.connection.setLocalDescription(await session.connection.createAnswer());
    await line.say({ to: session.id, answer: session.connection.localDescription });
  } else if (session?.id === body.to && body.candidate) {
    await session.connection.addIceCandidate(body.candidate).catch(() => {});
  } else if (session?.id === body.to && body.bye) {
    end(false);
  }
}

function end(tell) {
  const over = session;
  session = null;
  if (!over) return;
  if (tell) over.line.say({ to: over.id, bye: true }).catch(() => {});
  over.stream?.getTracks().forEach((track) => track.stop());
  over.connection?.close();
  over.bar?.remove();
  over.button?.removeAttribute("aria-pressed");
  const screen = $("#screen", over.line.root);
  if (screen) {
    screen.hidden = true;
    $("video", screen).srcObject = null;
  }
}

on("click", "[data-screen-stop]", () => end(true));
on("click", "[data-screen-full]", () => $("#screen video")?.requestFullscreen());

connect("[data-chat]", (root) => {
  const line = new Line(root);
  lines.set(root, line);
  const news = (event) => event.detail.topic === root.dataset.topic && line.listen();
  document.addEventListener("live:news", news);
  if (root.dataset.side === "agent") line.listen();
  return () => {
    document.removeEventListener("live:news", news);
    if (session?.line === line) end(true);
  };
});
