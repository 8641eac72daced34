// Keyboard of the office: j k to move, Enter or o to open, x to tick, / to search, ? for the keys. It never takes a key
// while somebody types, and can be turned off (WCAG 2.1.4). The pages work the same without this file.
(function () {
  "use strict";
  var dialog = document.getElementById("keys");
  if (!dialog || !dialog.showModal) return;
  var OFF = "gongkai-keys-off";
  var at = -1;

  function isOff() {
    try { return localStorage.getItem(OFF) === "1"; } catch (refused) { return false; }
  }
  function turn(off) {
    try { if (off) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch (refused) { return; }
    show();
  }
  function show() {
    var box = dialog.querySelector("[data-keys-off]");
    if (box) box.checked = isOff();
    var hints = document.querySelectorAll("[data-keys-hint]");
    for (var i = 0; i < hints.length; i++) hints[i].hidden = isOff();
  }

  // Rows one works through: those of the main tables that lead somewhere or can be ticked.
  function rows() {
    var all = document.querySelectorAll("main table tbody tr");
    var found = [];
    for (var i = 0; i < all.length; i++) {
      if (all[i].offsetParent !== null && all[i].querySelector("th a[href], td a[href], input[type=checkbox]")) found.push(all[i]);
    }
    return found;
  }
  function link(row) { return row && row.querySelector("th a[href], td a[href]"); }
  function move(step) {
    var all = rows();
    if (!all.length) return false;
    if (at >= 0 && all[at]) all[at].removeAttribute("data-at");
    at = Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step));
    var row = all[at];
    row.setAttribute("data-at", "");
    var target = link(row) || row.querySelector("input[type=checkbox]");
    if (target) target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  }
  function open() {
    var target = link(rows()[at]);
    if (!target) return false;
    target.click();
    return true;
  }
  function tick() {
    var box = at >= 0 && rows()[at] && rows()[at].querySelector("input[type=checkbox]");
    if (!box) return false;
    box.click();
    return true;
  }
  function search() {
    var field = document.querySelector("main input[type=search], main .filters input:not([type=hidden]):not([type=checkbox])");
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  }
  function help() {
    if (!dialog.open) { show(); dialog.showModal(); }
    return true;
  }

  function isTyping(target) {
    if (!target || !target.closest) return false;
    return target.isContentEditable || !!target.closest("input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable], [role=textbox]");
  }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isOff() || dialog.open || isTyping(event.target)) return;
    var done = false;
    if (event.key === "j") done = move(1);
    else if (event.key === "k") done = move(-1);
    else if (event.key === "o") done = open();
    else if (event.key === "x") done = tick();
    else if (event.key === "/") done = search();
    else if (event.key === "?") done = help();
    if (done) event.preventDefault();
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-keys]");
    if (button) { event.preventDefault(); help(); }
  });
  dialog.addEventListener("change", function (event) {
    if (event.target.hasAttribute("data-keys-off")) turn(event.target.checked);
  });
  var buttons = document.querySelectorAll("[data-keys]");
  for (var i = 0; i < buttons.length; i++) buttons[i].hidden = false;
  show();
})();
