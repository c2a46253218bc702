// The mark on the line, and under the expression, that an error points at. It goes when the text changes.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Sets the mark to `{ line, column, endLine, endColumn }`, or takes it away with null. */
export const setErrorMark = StateEffect.define();

const wholeLine = Decoration.line({ class: "cm-error-line" });
const expression = Decoration.mark({ class: "cm-error-expression" });

export const errorMark = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setErrorMark)) return decorate(transaction.state.doc, effect.value);
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(text, span) {
  if (!span || span.line > text.lines) return Decoration.none;
  const line = text.line(span.line);
  const marks = [wholeLine.range(line.from)];
  const from = position(text, span.line, span.column);
  const to = position(text, span.endLine, span.endColumn);
  if (to > from) marks.push(expression.range(from, to));
  return Decoration.set(marks);
}

/** Python counts characters, CodeMirror UTF-16 units. */
function position(text, number, column) {
  const line = text.line(Math.min(number, text.lines));
  return line.from + [...line.text].slice(0, column).join("").length;
}
