// 字体大小, 高对比, 听全文, 打印. The page reads the same without this file: the links then ask the server.
(function () {
  "use strict";
  var root = document.documentElement;
  var scripted = document.querySelectorAll("[data-read], [data-print]");
  for (var i = 0; i < scripted.length; i++) {
    if (scripted[i].hasAttribute("data-print") || "speechSynthesis" in window) scripted[i].hidden = false;
  }
  function keep(name, value) {
    document.cookie = name + "=" + value + "; Path=" + (root.getAttribute("data-base") || "/") + "; Max-Age=31536000; SameSite=Lax";
  }
  function choose(name, value) {
    keep(name, value);
    if (value === "normal") root.removeAttribute("data-" + name); else root.setAttribute("data-" + name, value);
    var links = document.querySelectorAll(".set a[data-" + name + "]");
    for (var i = 0; i < links.length; i++) {
      if (links[i].getAttribute("data-" + name) === value) links[i].setAttribute("aria-current", "true");
      else links[i].removeAttribute("aria-current");
    }
  }
  function read(button) {
    var label = button.textContent;
    if (window.speechSynthesis.speaking) { window.speechSynthesis.cancel(); return; }
    var said = new SpeechSynthesisUtterance(document.querySelector(button.getAttribute("data-read")).innerText);
    said.lang = "zh-CN";
    said.onend = said.onerror = function () { button.textContent = label; };
    button.textContent = button.getAttribute("data-stop");
    window.speechSynthesis.speak(said);
  }
  document.addEventListener("click", function (event) {
    var at = event.target.closest && event.target.closest("[data-read], [data-print], .set a[data-size]");
    if (!at) return;
    if (at.hasAttribute("data-print")) window.print();
    else if (at.hasAttribute("data-read")) read(at);
    else { event.preventDefault(); choose("size", at.getAttribute("data-size")); }
  });
})();
