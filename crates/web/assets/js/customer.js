// Portals: forms, uploads and answers that arrive. No keys, no palette.
import "./shared.js";
import "./ask.js";
import "./composer.js";
import "./film.js";
import "./guide-editor.js";
import "./guide-search.js";
import "./quote.js";
import "./similar.js";
import "./welcome.js";
