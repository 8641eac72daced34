// The editor of the office: a text area becomes an editor, and the form around it saves itself.
// Without script the text area stays, and everything works.

import { mount } from "./mount.js";
import { keep } from "./saving.js";

for (const area of document.querySelectorAll("textarea[data-editor]")) mount(area);

const form = document.getElementById("draft");
if (form) keep(form);

for (const button of document.querySelectorAll("button[data-fill]")) {
  button.addEventListener("click", () => {
    const control = document.getElementById(button.dataset.fill);
    control.value = button.dataset.value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });
}
