// The bar over the text: what can be done there, by mouse and by keyboard (one stop for Tab, arrows within).

import { setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, isInTable, mergeCells, splitCell, toggleHeaderRow,
} from "prosemirror-tables";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export function bar(view, english, pictures) {
  const say = (zh, en) => (english ? en : zh);
  const element = document.createElement("div");
  element.className = "editor-bar";
  const row = document.createElement("div");
  row.className = "editor-tools";
  row.setAttribute("role", "toolbar");
  row.setAttribute("aria-label", say("编辑", "Editing"));
  const ask = document.createElement("div");
  ask.className = "editor-ask";
  ask.hidden = true;
  element.append(row, ask);
  const buttons = [];

  const add = (label, title, run, active, only) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = title;
    // What is read aloud holds what is seen (WCAG 2.5.3).
    if (!title.includes(label)) button.setAttribute("aria-label", `${label} ${title}`);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => run(view.state, view.dispatch, view));
    row.append(button);
    buttons.push({ button, run, active, only });
  };
  const gap = () => row.append(Object.assign(document.createElement("span"), { className: "sep" }));
  const inBlock = (type, attrs) => (state) => state.selection.$from.parent.hasMarkup(type, attrs);
  const hasMark = (type) => (state) => {
    const { from, $from, to, empty } = state.selection;
    return empty ? !!type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type);
  };

  add("↶", say("撤销", "Undo"), undo);
  add("↷", say("重做", "Redo"), redo);
  gap();
  add(say("正文", "Text"), say("正文", "Text"), setBlockType(nodes.paragraph), inBlock(nodes.paragraph));
  [2, 3, 4].forEach((level, at) => {
    const name = say(["一级标题", "二级标题", "三级标题"][at], "Heading " + (at + 1));
    add(say(["标题一", "标题二", "标题三"][at], "H" + (at + 1)), name, setBlockType(nodes.heading, { level }), inBlock(nodes.heading, { level }));
  });
  gap();
  add(say("加粗", "B"), say("加粗", "Bold"), toggleMark(marks.strong), hasMark(marks.strong));
  add(say("上标", "x²"), say("上标", "Superscript"), toggleMark(marks.sup), hasMark(marks.sup));
  gap();
  add(say("项目", "• List"), say("项目列表", "List"), wrapInList(nodes.bullet_list));
  add(say("编号", "1. List"), say("编号列表", "Numbered list"), wrapInList(nodes.ordered_list));
  add(say("退出列表", "Outdent"), say("退出列表", "Outdent"), (state, dispatch) => liftListItem(nodes.list_item)(state, dispatch) || lift(state, dispatch));
  add(say("引用", "Quote"), say("引用", "Quotation"), wrapIn(nodes.blockquote));
  gap();
  add(say("链接", "Link"), say("链接", "Link"), (state, dispatch) => {
    if (hasMark(marks.link)(state)) return toggleMark(marks.link)(state, dispatch);
    if (state.selection.empty) return false;
    if (dispatch) {
      question([[say("网址", "Address"), "https://"]], ([href]) => {
        if (/^(https?:\/\/|mailto:|\/(?!\/))/i.test(href)) toggleMark(marks.link, { href })(view.state, view.dispatch);
      });
    }
    return true;
  }, hasMark(marks.link));
  add(say("脚注", "Note"), say("脚注", "Footnote"), (state, dispatch) => {
    const chosen = state.selection.node;
    const before = chosen && chosen.type === nodes.note ? chosen.attrs.words : "";
    if (dispatch) {
      question([[say("脚注的内容", "Words of the note"), before]], ([words]) => {
        if (words.trim()) view.dispatch(view.state.tr.replaceSelectionWith(nodes.note.create({ words: words.trim() })));
      });
    }
    return true;
  });
  add(say("图片", "Picture"), say("图片", "Picture"), (state, dispatch) => {
    const chosen = state.selection.node && state.selection.node.type === nodes.picture ? state.selection.node.attrs : {};
    if (dispatch && !pictures.length) {
      tell(say("先在下面的“附件”里上传图片，再插到这里。", "Upload the picture under “Attachments” below first."));
    } else if (dispatch) {
      const which = [say("哪一张", "Which"), chosen.src || pictures[0].src, pictures.map(({ name, src }) => [src, name])];
      // A picture without words says nothing to those who cannot see it.
      const words = [say("图片说明（必填，看不见图的人靠它）", "Description (needed by those who cannot see it)"), chosen.alt || "", null, true];
      question([which, words], ([src, alt]) => {
        view.dispatch(view.state.tr.replaceSelectionWith(nodes.picture.create({ src, alt: alt.trim() })));
      });
    }
    return true;
  });
  gap();
  add(say("表格", "Table"), say("插入表格", "Insert a table"), (state, dispatch) => {
    if (isInTable(state)) return false;
    if (dispatch) dispatch(state.tr.replaceSelectionWith(table()).scrollIntoView());
    return true;
  });
  for (const [zh, en, command] of [
    ["加行", "+ Row", addRowAfter],
    ["删行", "− Row", deleteRow],
    ["加列", "+ Col", addColumnAfter],
    ["删列", "− Col", deleteColumn],
    ["表头", "Head", toggleHeaderRow],
    ["合并", "Merge", mergeCells],
    ["拆分", "Split", splitCell],
    ["删表", "− Table", deleteTable],
  ]) add(say(zh, en), say(zh, en), command, null, isInTable);

  row.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const open = buttons.filter(({ button }) => !button.hidden).map(({ button }) => button);
    const next = open[(open.indexOf(document.activeElement) + step + open.length) % open.length];
    open.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
    event.preventDefault();
  });

  // Says something in the line below the bar.
  function tell(words) {
    ask.textContent = "";
    const line = Object.assign(document.createElement("p"), { textContent: words, className: "small" });
    line.setAttribute("role", "status");
    ask.append(line);
    ask.hidden = false;
  }

  // Asks for a few words, or a choice, in a line below the bar: words, value, what to choose from, whether it is needed.
  function question(asked, then) {
    ask.textContent = "";
    const inputs = asked.map(([words, value, choices, needed]) => {
      const label = document.createElement("label");
      const input = document.createElement(choices ? "select" : "input");
      for (const [key, name] of choices || []) input.append(new Option(name, key));
      input.value = value;
      input.required = !!needed;
      label.append(words, input);
      ask.append(label);
      return input;
    });
    const close = () => {
      ask.hidden = true;
      view.focus();
    };
    const good = Object.assign(document.createElement("button"), { type: "button", textContent: say("好", "OK"), className: "btn2 sm" });
    const stop = Object.assign(document.createElement("button"), { type: "button", textContent: say("不用了", "Cancel"), className: "btn2 sm" });
    const done = () => {
      const missing = inputs.find((input) => input.required && !input.value.trim());
      if (missing) {
        missing.setAttribute("aria-invalid", "true");
        missing.focus();
        return;
      }
      ask.hidden = true;
      then(inputs.map((input) => input.value));
      view.focus();
    };
    good.addEventListener("click", done);
    stop.addEventListener("click", close);
    ask.onkeydown = (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT") {
        event.preventDefault();
        done();
      } else if (event.key === "Escape") close();
    };
    ask.append(good, stop);
    ask.hidden = false;
    inputs[0].focus();
  }

  function update() {
    let first = true;
    for (const { button, run, active, only } of buttons) {
      button.hidden = !!only && !only(view.state);
      button.disabled = !button.hidden && !run(view.state);
      if (active) button.setAttribute("aria-pressed", String(active(view.state)));
      if (!button.contains(document.activeElement)) button.tabIndex = first && !button.disabled ? 0 : -1;
      if (!button.disabled && !button.hidden) first = false;
    }
  }

  return { element, update };
}

function table() {
  const cell = (type) => type.createAndFill();
  const row = (type) => nodes.table_row.create(null, [cell(type), cell(type), cell(type)]);
  return nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
}
