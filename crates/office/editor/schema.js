// What a text may hold: the allow-list of the server, as the editor knows it.

import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const blocks = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 2 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [
      { tag: "h1", attrs: { level: 2 } },
      { tag: "h2", attrs: { level: 2 } },
      { tag: "h3", attrs: { level: 3 } },
      { tag: "h4", attrs: { level: 4 } },
      { tag: "h5", attrs: { level: 4 } },
      { tag: "h6", attrs: { level: 4 } },
    ],
    toDOM: (node) => ["h" + node.attrs.level, 0],
  },
  blockquote: { content: "block+", group: "block", parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: {
    attrs: { start: { default: 1 } },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Number(dom.getAttribute("start")) || 1 }) }],
    toDOM: (node) => (node.attrs.start === 1 ? ["ol", 0] : ["ol", { start: node.attrs.start }, 0]),
  },
  list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  ...tableNodes({ tableGroup: "block", cellContent: "block+", cellAttributes: {} }),
  text: { group: "inline" },
  line_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  picture: {
    inline: true,
    group: "inline",
    attrs: { src: {}, alt: { default: "" } },
    parseDOM: [{ tag: "img[src]", getAttrs: (dom) => ({ src: dom.getAttribute("src"), alt: dom.getAttribute("alt") || "" }) }],
    toDOM: (node) => ["img", node.attrs],
  },
  note: {
    inline: true,
    group: "inline",
    atom: true,
    attrs: { words: { default: "" } },
    parseDOM: [{ tag: "span[data-note]", getAttrs: (dom) => ({ words: dom.dataset.note }) }],
    toDOM: (node) => ["span", { "data-note": node.attrs.words, title: node.attrs.words }],
  },
};

const mark = (tag, others = []) => ({ parseDOM: [tag, ...others].map((tag) => ({ tag })), toDOM: () => [tag, 0] });

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => ({ href: dom.getAttribute("href") }) }],
    toDOM: (node) => ["a", { href: node.attrs.href }, 0],
  },
  strong: mark("strong", ["b"]),
  em: mark("em", ["i"]),
  u: mark("u"),
  s: mark("s", ["strike", "del"]),
  sup: mark("sup"),
  sub: mark("sub"),
};

export const schema = new Schema({ nodes: blocks, marks });
