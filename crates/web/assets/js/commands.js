// commandfor/command on buttons and closedby="any" on dialogs, where the browser has neither.
import { on } from "./dom.js";

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  on("click", "button[commandfor][command]", (event, button) => {
    const target = document.getElementById(button.getAttribute("commandfor"));
    const command = button.getAttribute("command");
    if (command === "show-modal" && !target?.open) target?.showModal();
    else if (command === "close") target?.close();
    else if (command === "toggle-popover") target?.togglePopover();
  });
}
if (!("closedBy" in HTMLDialogElement.prototype)) {
  on("click", "dialog[closedby=any]", (event, dialog) => event.target === dialog && dialog.close());
}
