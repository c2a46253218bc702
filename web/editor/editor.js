// The code editor: CodeMirror set up for short Python programs.
//
// The page (web/src/components/editor.rs) imports this file when it first needs an editor and calls `create`; what that
// returns is the whole interface between them.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { errorMark, setErrorMark } from "./error_mark.js";

/**
 * Makes an editor inside `parent`.
 *
 * `options`: `text`, `label` (what a screen reader calls it), `shiftEnterRuns`, `onChange(text)`, `onRun()`, `onSubmit()`.
 */
export function create(parent, { text, label, shiftEnterRuns, onChange, onRun, onSubmit }) {
  const numbers = new Compartment();
  const numbering = (first) => lineNumbers({ formatNumber: (number) => String(number + first - 1) });
  const command = (action) => () => {
    action();
    return true;
  };
  const runKeys = ["Mod", "Ctrl"].flatMap((modifier) => [
    { key: `${modifier}-Enter`, run: command(onRun) },
    { key: `${modifier}-Shift-Enter`, run: command(onSubmit) },
  ]);
  if (shiftEnterRuns) runKeys.push({ key: "Shift-Enter", run: command(onRun) });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(runKeys)),
        numbers.of(numbering(1)),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentUnit.of("    "),
        EditorState.tabSize.of(4),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        python(),
        syntaxHighlighting(classHighlighter),
        errorMark,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
        // Tab indents; after Escape, CodeMirror lets the next Tab leave the editor.
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      ],
    }),
  });

  return {
    /** Replaces everything, as one step that undo takes back. */
    setText(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    /** The number shown beside the first line. */
    setFirstLine(first) {
      view.dispatch({ effects: numbers.reconfigure(numbering(first)) });
    },
    /** Marks what an error points at (1-based lines, 0-based columns); without a line, takes the mark away. */
    markError(line, column, endLine, endColumn) {
      view.dispatch({ effects: setErrorMark.of(line ? { line, column, endLine, endColumn } : null) });
    },
    /** Puts the cursor at the start of a line (1-based) and shows it. */
    goToLine(line) {
      const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
    focus() {
      view.focus();
    },
    destroy() {
      view.destroy();
    },
  };
}
