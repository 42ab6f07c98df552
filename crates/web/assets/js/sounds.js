// Two short tones, made by the browser: no file is loaded.
let context = null;

/** `ring` for a request, `knock` for a message. Browsers stay silent until somebody has touched the page. */
export function play(name) {
  context ??= new AudioContext();
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
