// HTML in and out: footnotes and heads of tables as the server keeps them, and what Word pastes put in order.

import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { schema } from "./schema.js";

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

export function read(html) {
  const page = parsed(html);
  gatherNotes(page);
  captionsAsParagraphs(page);
  return Reader.fromSchema(schema).parse(page.body);
}

export function write(doc) {
  const page = document.implementation.createHTMLDocument("");
  const body = page.body;
  body.appendChild(DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: page }));
  headTables(page);
  for (const item of body.querySelectorAll("li")) unwrapSingle(item);
  for (const cell of body.querySelectorAll("td, th")) unwrapSingle(cell);
  scatterNotes(page);
  return body.innerHTML === "<p></p>" ? "" : body.innerHTML;
}

// A list item or a cell of one paragraph needs no paragraph.
function unwrapSingle(box) {
  const only = box.firstElementChild;
  const rest = only ? only.nextElementSibling : null;
  if (only && only.tagName === "P" && (!rest || rest.tagName !== "P")) only.replaceWith(...only.childNodes);
}

// Footnotes: <sup><a href="#fn1"> and a list at the end become one element that carries its words.
function gatherNotes(page) {
  for (const link of page.querySelectorAll('a[href^="#fn"], a[href*="#_ftn"]')) {
    const number = (/(?:fn|_ftn)(\d+)$/.exec(link.getAttribute("href")) || [])[1];
    const note = number && page.querySelector(`[id="fn${number}"], [id="ftn${number}"], [name="_ftn${number}"]`);
    if (!note) continue;
    const box = note.tagName === "A" ? note.closest("div") || note.parentElement : note;
    const words = box.textContent.replace(/^\s*\[?\d+\]?\s*/, "").trim();
    const mark = page.createElement("span");
    mark.dataset.note = words;
    (link.closest("sup") || link).replaceWith(mark);
    box.dataset.gone = "1";
  }
  for (const gone of page.querySelectorAll("[data-gone]")) gone.remove();
  for (const list of page.querySelectorAll("ol.footnotes")) if (!list.textContent.trim()) list.remove();
}

function scatterNotes(page) {
  const marks = [...page.querySelectorAll("span[data-note]")];
  if (!marks.length) return;
  const list = page.createElement("ol");
  list.className = "footnotes";
  marks.forEach((mark, at) => {
    const number = at + 1;
    const sup = page.createElement("sup");
    const link = page.createElement("a");
    link.setAttribute("href", "#fn" + number);
    link.id = "fnref" + number;
    link.textContent = String(number);
    sup.append(link);
    const item = page.createElement("li");
    item.id = "fn" + number;
    item.textContent = mark.dataset.note;
    list.append(item);
    mark.replaceWith(sup);
  });
  page.body.append(list);
}

// A first row of heads only is the head of the table.
function headTables(page) {
  for (const table of page.querySelectorAll("table")) {
    table.removeAttribute("style");
    for (const group of table.querySelectorAll("colgroup")) group.remove();
    const body = table.querySelector("tbody");
    const first = body && body.querySelector("tr");
    const heads = (row) => [...row.children].every((cell) => cell.tagName === "TH");
    if (first && heads(first) && body.children.length > 1) {
      const head = page.createElement("thead");
      head.append(first);
      table.insertBefore(head, body);
    }
    for (const cell of table.querySelectorAll("th")) cell.setAttribute("scope", cell.closest("thead") ? "col" : "row");
    for (const cell of table.querySelectorAll("td, th")) {
      for (const name of ["style", "data-colwidth"]) cell.removeAttribute(name);
      for (const name of ["colspan", "rowspan"]) if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
    }
  }
}

function captionsAsParagraphs(page) {
  for (const caption of page.querySelectorAll("caption")) {
    const words = page.createElement("p");
    words.textContent = caption.textContent;
    const table = caption.closest("table");
    caption.remove();
    table.parentElement.insertBefore(words, table);
  }
}

// What is pasted: from Word, lists are paragraphs with a marker in them, and everything carries a style.
// The styles are read and never applied, so they are no styles before the browser sees them.
export function pasted(html) {
  const page = parsed(html.replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=")));
  for (const gone of page.querySelectorAll("style, script, meta, link, title, xml")) gone.remove();
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
  lists(page);
  gatherNotes(page);
  captionsAsParagraphs(page);
  for (const image of page.querySelectorAll("img")) {
    if (!/^(\/[^/]*)*\/attachments\/[0-9a-f]{64}/.test(image.getAttribute("src") || "")) image.remove();
  }
  for (const element of page.body.querySelectorAll("*")) {
    if (element.tagName.includes(":")) element.replaceWith(...element.childNodes);
  }
  for (const paragraph of page.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img, [data-note]")) paragraph.remove();
  }
  return page.body.innerHTML;
}

function lists(page) {
  const stack = [];
  for (const paragraph of [...page.body.querySelectorAll("p")]) {
    const style = (paragraph.dataset.style || "").toLowerCase();
    const is = (style.includes("mso-list") && !style.includes("mso-list:none")) || /MsoListParagraph/.test(paragraph.className);
    if (!is) {
      if (paragraph.textContent.trim()) stack.length = 0;
      continue;
    }
    const level = Math.min(6, Number((/level(\d)/.exec(style) || [])[1]) || 1);
    const marker = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style || ""));
    const words = marker ? marker.textContent.trim() : "";
    if (marker) marker.remove();
    const tag = /^[\d(（一二三四五六七八九十①-⑩a-np-zA-Z]/.test(words) ? "ol" : "ul";
    stack.length = Math.min(stack.length, level);
    while (stack.length < level) {
      const list = page.createElement(tag);
      const outer = stack[stack.length - 1];
      if (outer) (outer.lastElementChild || outer.appendChild(page.createElement("li"))).append(list);
      else paragraph.before(list);
      stack.push(list);
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    stack[level - 1].append(item);
    paragraph.remove();
  }
}
