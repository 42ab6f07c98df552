// The agent space.
import "./shared.js";
import "./board.js";
import "./availability.js";
import "./canned.js";
import "./chat.js";
import "./composer.js";
import "./cursor.js";
import "./guide-editor.js";
import "./keys.js";
import "./longpress.js";
import "./mail-designer.js";
import "./palette.js";
import "./portal-form.js";
import "./presence.js";
import "./selection.js";
import "./share.js";
import "./sortable.js";
