// Two short tones, made by the browser: no file is loaded.
const LATE_MS = 1000;
let context = null;

/** `ring` for a request, `knock` for a message. Browsers stay silent until somebody has touched the page. */
export async function play(name) {
  context ??= new AudioContext();
  const asked = performance.now();
  await context.resume();
  // What waited for that touch is no news any more.
  if (performance.now() - asked > LATE_MS) return;
  const notes = name === "ring" ? [[880, 0], [1174, 0.16], [880, 0.32]] : [[520, 0], [660, 0.09]];
  for (const [frequency, after] of notes) note(frequency, context.currentTime + after);
}

function note(frequency, at) {
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.32);
}
