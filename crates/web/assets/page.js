// 字体大小, 打印, 分享. The page reads the same without this file: the links then ask the server.
(function () {
  "use strict";
  var root = document.documentElement;
  function each(selector, act) {
    var found = document.querySelectorAll(selector);
    for (var i = 0; i < found.length; i++) act(found[i]);
  }
  function reveal(element) { element.hidden = false; }
  each("[data-print], [data-copy], [data-group]", reveal);
  if (navigator.share) each("[data-share]", reveal);

  function keep(name, value) {
    document.cookie = name + "=" + value + "; Path=" + (root.getAttribute("data-base") || "/") + "; Max-Age=31536000; SameSite=Lax";
  }
  function choose(name, value) {
    keep(name, value);
    if (value === "normal") root.removeAttribute("data-" + name); else root.setAttribute("data-" + name, value);
    each(".set a[data-" + name + "]", function (link) {
      if (link.getAttribute("data-" + name) === value) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function address() {
    return new URL(document.querySelector("link[rel=canonical]").getAttribute("href"), location.href).href;
  }
  function tell(button, worked) {
    var status = button.parentNode.querySelector("[role=status]");
    if (status) status.textContent = button.getAttribute(worked ? "data-done" : "data-failed");
  }
  function copy(button) {
    if (navigator.clipboard) {
      navigator.clipboard.writeText(address()).then(function () { tell(button, true); }, function () { copyByHand(button); });
    } else copyByHand(button);
  }
  // Older browsers, and pages not served over TLS.
  function copyByHand(button) {
    var field = document.createElement("textarea");
    field.value = address();
    field.className = "vh";
    document.body.appendChild(field);
    field.select();
    var worked = false;
    try { worked = document.execCommand("copy"); } catch (refused) { worked = false; }
    document.body.removeChild(field);
    button.focus();
    tell(button, worked);
  }
  function share() {
    // A reader who closes the system's sheet has refused nothing we asked for.
    navigator.share({ title: document.title, url: address() }).catch(function () {});
  }

  document.addEventListener("click", function (event) {
    var at = event.target.closest && event.target.closest("[data-print], [data-copy], [data-share], .set a[data-size]");
    if (!at) return;
    if (at.hasAttribute("data-print")) window.print();
    else if (at.hasAttribute("data-copy")) copy(at);
    else if (at.hasAttribute("data-share")) share();
    else { event.preventDefault(); choose("size", at.getAttribute("data-size")); }
  });
})();
