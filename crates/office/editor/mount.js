// One text area becomes an editor with its bar; the text area keeps what is sent.

import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { toggleMark } from "prosemirror-commands";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { goToNextCell, tableEditing } from "prosemirror-tables";
import { schema } from "./schema.js";
import { pasted, read, write } from "./html.js";
import { bar } from "./bar.js";

export function mount(area) {
  const english = area.dataset.editor === "en";
  const box = document.createElement("div");
  box.className = "editor";
  area.before(box);
  const label = document.querySelector(`label[for="${area.id}"]`);
  let tools;
  const view = new EditorView(box, {
    state: EditorState.create({ doc: read(area.value), plugins: plugins() }),
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": label ? label.textContent : "",
      lang: "zh-CN",
      class: "official",
    },
    transformPastedHTML: pasted,
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (tools) tools.update();
      if (transaction.docChanged) {
        area.value = write(view.state.doc);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    },
  });
  tools = bar(view, english, JSON.parse(area.dataset.pictures || "[]"));
  box.prepend(tools.element);
  tools.update();
  area.hidden = true;
  area.required = false;
  if (label) label.addEventListener("click", () => view.focus());
  // Links of the list of errors lead to the editor.
  window.addEventListener("hashchange", () => location.hash === "#" + area.id && view.focus());
}

function plugins() {
  const { strong, em } = schema.marks;
  const item = schema.nodes.list_item;
  const line = (state, dispatch) => {
    if (dispatch) dispatch(state.tr.replaceSelectionWith(schema.nodes.line_break.create()).scrollIntoView());
    return true;
  };
  return [
    history(),
    keymap({
      "Mod-z": undo,
      "Shift-Mod-z": redo,
      "Mod-y": redo,
      "Mod-b": toggleMark(strong),
      "Mod-i": toggleMark(em),
      Enter: splitListItem(item),
      "Shift-Enter": chainCommands(exitCode, line),
      "Mod-]": sinkListItem(item),
      "Mod-[": liftListItem(item),
      Tab: goToNextCell(1),
      "Shift-Tab": goToNextCell(-1),
    }),
    keymap(baseKeymap),
    tableEditing(),
  ];
}
