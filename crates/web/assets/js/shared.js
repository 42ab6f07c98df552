// What every page gets.
import "./commands.js";
import "./copy.js";
import "./fold.js";
import "./forms.js";
import "./list.js";
import "./live.js";
import "./menus.js";
import "./reltime.js";
import "./thread.js";
import "./toasts.js";
import "./upload.js";
