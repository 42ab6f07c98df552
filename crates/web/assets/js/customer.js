// Portals: forms, uploads and answers that arrive. No keys, no palette.
import "./shared.js";
import "./ask.js";
import "./composer.js";
