// form[data-ask]: asks for a name only if the address is unknown, shows the service before its
// departments, and answers the security code by itself. Works as a plain form without.
import { $, $$, make, on } from "./dom.js";
import { connect } from "./connect.js";
import { load } from "./page.js";
import { morph } from "./morph.js";
import { prove } from "./proof.js";

let asked = "";

on("change", "form[data-ask] #address", async (event, input) => {
  const address = input.value.trim();
  if (!input.validity.valid || address === asked) return;
  asked = address;
  try {
    const { page } = await load(`/tickets/new?${new URLSearchParams({ address })}`);
    const [here, news] = [$("#visitor"), page.getElementById("visitor")];
    if (here && news && input.value.trim() === address) morph(here, news, { same: true, own: false });
  } catch {
    asked = "";   // The server asks for the name when the form is sent.
  }
});

connect("form[data-ask] [data-choices]", (choices) => {
  const all = $("[data-choices-all]", choices);
  const field = $("[data-choices-group]", choices);
  const groups = $$("optgroup", all);
  if (!field || groups.length < 2) return;
  const service = $("select", field);
  service.replaceChildren(...groups.map((group) => make("option", {}, group.label)));
  service.selectedIndex = Math.max(0, groups.indexOf(all.selectedOptions[0]?.closest("optgroup")));
  const choose = () => {
    const group = groups[service.selectedIndex];
    const kept = group.contains(all.selectedOptions[0]) ? all.selectedOptions[0] : group.children[0];
    all.replaceChildren(...group.children.length ? [group] : []);
    kept.selected = true;
  };
  service.addEventListener("change", choose);
  field.hidden = false;
  choose();
});

connect("form[data-ask] [data-proof-of-work]", (box) => {
  const challenge = $("[name=challenge]", box);
  const answer = async () => {
    const code = challenge.value;
    const proof = await prove(code, Number(box.dataset.proofOfWork));
    if (!proof || code !== challenge.value) return;
    $("[name=proof]", box).value = proof;
    $("[data-question]", box).hidden = true;
    $("[name=code]", box).required = false;
    $("[data-done]", box).hidden = false;
  };
  answer();
  // A form that came back may bring another code.
  const again = () => $("[name=proof]", box).value || answer();
  document.addEventListener("page:render", again);
  return () => document.removeEventListener("page:render", again);
});
