// A file dropped on the form, its size told before it is sent. The form works without this file.
(function () {
  "use strict";
  var form = document.querySelector("[data-largest]");
  if (!form) return;
  var drop = form.querySelector("[data-drop]");
  var input = drop.querySelector("input[type=file]");
  var status = form.querySelector("[role=status]");
  var largest = Number(form.getAttribute("data-largest"));
  function tell(name) { status.textContent = name ? form.getAttribute(name) : ""; }
  function tooLarge() {
    var inputs = form.querySelectorAll("input[type=file]");
    for (var i = 0; i < inputs.length; i++) {
      var file = inputs[i].files[0];
      if (file && file.size > largest) return true;
    }
    return false;
  }
  drop.querySelector("[data-drop-hint]").hidden = false;
  function over(event) {
    event.preventDefault();
    drop.classList.add("over");
  }
  drop.addEventListener("dragenter", over);
  drop.addEventListener("dragover", over);
  drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
  drop.addEventListener("drop", function (event) {
    event.preventDefault();
    drop.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell(tooLarge() ? "data-too-large" : "");
  });
  form.addEventListener("change", function () { tell(tooLarge() ? "data-too-large" : ""); });
  form.addEventListener("submit", function (event) {
    if (tooLarge()) {
      event.preventDefault();
      tell("data-too-large");
    } else tell("data-working");
  });
  // A reader who comes back finds the form ready, not still at work.
  window.addEventListener("pageshow", function () { tell(""); });
})();
