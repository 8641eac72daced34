// 听全文: reads what is marked [data-read] with the browser's own voice, sentence by sentence, and shows where it is.
// Nothing is sent anywhere. Where the voice tells its words (boundary events), the word is shown too.
(function () {
  "use strict";
  var tools = document.querySelector("[data-aloud]");
  var voice = window.speechSynthesis;
  if (!tools || !voice || !window.SpeechSynthesisUtterance) return;

  var PATIENCE = 4000;          // milliseconds a voice may take to begin
  var LONGEST = 120;            // characters read in one go; some voices stop after a quarter of a minute
  var BLOCKS = "p, h1, h2, h3, h4, li, tr, caption, figcaption, dt, dd, summary";
  var main = tools.querySelector("[data-do=read]");
  var stop = tools.querySelector("[data-do=stop]");
  var status = tools.querySelector("[role=status]");

  var state = "idle";           // idle, reading, paused
  var sentences = [];           // { text, lang, pieces: [{ span, start, text }] }
  var at = 0;                   // the sentence being read
  var from = 0;                 // where in it the voice went on after a pause
  var heard = 0;                // the last place in it the voice told
  var run = 0;                  // grows with every utterance, so that old ones are not listened to
  var waiting = 0;

  tools.hidden = false;

  // ── the text ──
  function isSkipped(element) {
    return element.closest("[aria-hidden=true], [hidden], svg, script, style, .no-print") || !element.getClientRects().length;
  }

  function textNodes(root) {
    var nodes = [];
    var walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, null, false);
    while (walker.nextNode()) {
      var node = walker.currentNode;
      if (/\S/.test(node.nodeValue) && !isSkipped(node.parentElement)) nodes.push(node);
    }
    return nodes;
  }

  // Pieces of text nodes, each with the sentence it belongs to. A row of a table is one sentence.
  function gather() {
    var roots = document.querySelectorAll("[data-read]");
    var known = { block: null, cell: null, lang: "" };
    var last = null;
    sentences = [];
    for (var i = 0; i < roots.length; i++) {
      var nodes = textNodes(roots[i]);
      for (var j = 0; j < nodes.length; j++) {
        var parent = nodes[j].parentElement;
        var block = parent.closest(BLOCKS) || parent;
        var cell = parent.closest("td, th");
        var lang = parent.closest("[lang]").getAttribute("lang");
        if (block !== known.block || lang !== known.lang) last = null;
        else if (last && cell !== known.cell) last.text += "，";
        known = { block: block, cell: cell, lang: lang };
        last = cut(nodes[j], lang, last);
      }
    }
  }

  // Cuts a text node at the ends of sentences; gives the sentence that is still open, or null.
  function cut(node, lang, open) {
    var parts = partsOf(node.nodeValue);
    for (var i = 0; i < parts.length; i++) {
      var part = parts[i];
      if (open && open.text.length + part.length > LONGEST) open = null;
      if (!open) {
        open = { text: "", lang: lang, pieces: [] };
        sentences.push(open);
      }
      var rest = i + 1 < parts.length ? node.splitText(part.length) : null;
      open.pieces.push({ span: wrap(node), start: open.text.length, text: part });
      open.text += part;
      if (/[。！？；!?;][”’）」]*\s*$/.test(part)) open = null;
      node = rest;
    }
    return open;
  }

  // Text in sentences, and long sentences at their commas.
  function partsOf(text) {
    var parts = [];
    (text.match(/[^。！？；!?;]*[。！？；!?;]+[”’）」]*|[^。！？；!?;]+$/g) || [text]).forEach(function (part) {
      var comma = Math.max(part.lastIndexOf("，", LONGEST), part.lastIndexOf(", ", LONGEST));
      while (part.length > LONGEST && comma > 0) {
        parts.push(part.slice(0, comma + 1));
        part = part.slice(comma + 1);
        comma = Math.max(part.lastIndexOf("，", LONGEST), part.lastIndexOf(", ", LONGEST));
      }
      parts.push(part);
    });
    return parts;
  }

  function wrap(node) {
    var span = document.createElement("span");
    node.parentNode.insertBefore(span, node);
    span.appendChild(node);
    return span;
  }

  // Takes the spans out again, so that the page is as it was.
  function scatter() {
    for (var i = 0; i < sentences.length; i++) {
      for (var j = 0; j < sentences[i].pieces.length; j++) {
        var span = sentences[i].pieces[j].span;
        var parent = span.parentNode;
        if (!parent) continue;
        parent.replaceChild(document.createTextNode(sentences[i].pieces[j].text), span);
        parent.normalize();
      }
    }
    sentences = [];
  }

  // ── where the voice is ──
  function show(sentence, is) {
    for (var i = 0; i < sentence.pieces.length; i++) {
      sentence.pieces[i].span.textContent = sentence.pieces[i].text;
      sentence.pieces[i].span.className = is ? "said" : "";
    }
  }

  function showWord(sentence, place, length) {
    show(sentence, true);
    for (var i = 0; i < sentence.pieces.length; i++) {
      var piece = sentence.pieces[i];
      var start = place - piece.start;
      if (start < 0 || start >= piece.text.length) continue;
      var word = document.createElement("span");
      word.className = "word";
      word.textContent = piece.text.substr(start, length);
      piece.span.textContent = piece.text.slice(0, start);
      piece.span.appendChild(word);
      piece.span.appendChild(document.createTextNode(piece.text.slice(start + length)));
    }
  }

  function wordLength(text, place) {
    var word = /^(?:[A-Za-z0-9.,%-]+|[^\s])/.exec(text.slice(place));
    return word ? word[0].length : 1;
  }

  function keepInView(sentence) {
    var box = sentence.pieces[0].span.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight) sentence.pieces[0].span.scrollIntoView({ block: "center" });
  }

  // ── the voice ──
  function voiceFor(lang) {
    var voices = voice.getVoices();
    var family = lang.slice(0, 2).toLowerCase();
    var found = null;
    for (var i = 0; i < voices.length; i++) {
      var known = voices[i].lang.replace("_", "-").toLowerCase();
      if (known === lang.toLowerCase()) return voices[i];
      if (!found && known.slice(0, 2) === family) found = voices[i];
    }
    return found;
  }

  function say() {
    var sentence = sentences[at];
    if (!sentence) { end(""); return; }
    var mine = ++run;
    var utterance = new SpeechSynthesisUtterance(sentence.text.slice(from));
    utterance.lang = sentence.lang;
    var chosen = voiceFor(sentence.lang);
    if (chosen) utterance.voice = chosen;
    utterance.onstart = function () { if (mine === run) window.clearTimeout(waiting); };
    utterance.onboundary = function (event) {
      if (mine !== run || event.name === "sentence") return;
      window.clearTimeout(waiting);
      heard = from + event.charIndex;
      showWord(sentence, heard, event.charLength || wordLength(sentence.text, heard));
    };
    utterance.onend = function () {
      if (mine !== run) return;
      show(sentence, false);
      at++;
      from = heard = 0;
      say();
    };
    utterance.onerror = function () { if (mine === run) end(tools.getAttribute("data-failed")); };
    show(sentence, true);
    keepInView(sentence);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () { if (mine === run) end(tools.getAttribute("data-failed")); }, PATIENCE);
    voice.speak(utterance);
  }

  // Pausing ends the utterance and remembers the place: voices over a network do not pause.
  function silence() {
    run++;
    window.clearTimeout(waiting);
    voice.cancel();
  }

  function become(next, words) {
    state = next;
    main.textContent = main.getAttribute("data-" + next);
    stop.hidden = next === "idle";
    status.textContent = words;
  }

  function start() {
    gather();
    at = from = heard = 0;
    become("reading", "");
    voice.cancel();
    say();
  }

  function pause() {
    silence();
    from = heard;
    become("paused", "");
  }

  function goOn() {
    become("reading", "");
    say();
  }

  function end(words) {
    silence();
    if (document.activeElement === stop) main.focus();
    scatter();
    become("idle", words);
  }

  main.addEventListener("click", function () {
    if (state === "idle") start();
    else if (state === "reading") pause();
    else goOn();
  });
  stop.addEventListener("click", function () { end(""); });
  window.addEventListener("pagehide", function () { if (state !== "idle") end(""); });
})();
