import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { liquid } from '@codemirror/lang-liquid';
import { xml } from '@codemirror/lang-xml';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useLayoutEffect, useRef } from 'react';

/** What is wrong with a template, where it is. */
export interface TemplateProblem {
  /** From 1; null where nobody can say. */
  readonly line: number | null;
  readonly message: string;
}

interface TemplateEditorProps {
  readonly label: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly problems: readonly TemplateProblem[];
  readonly onChange: (text: string) => void;
}

/** The colours that the console has for states, so that they are read on both grounds. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: 'var(--rf-info)', fontWeight: '600' },
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--rf-info)' },
  { tag: [tags.attributeName, tags.propertyName], color: 'var(--rf-caution)' },
  { tag: [tags.string, tags.attributeValue, tags.number, tags.bool], color: 'var(--rf-good)' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], color: 'var(--mantine-color-dimmed)' },
  { tag: [tags.brace, tags.variableName, tags.special(tags.variableName)], color: 'var(--rf-bad)' },
]);

const TYPED = ['input', 'delete', 'move', 'undo', 'redo'];

/** Where the text is typed. Tab leaves it, as it leaves every field. */
export default function TemplateEditor({ label, text, readOnly, problems, onChange }: TemplateEditorProps): React.JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const typed = useRef(onChange);
  const attributes = useRef(new Compartment());
  useEffect(() => {
    // The editor knows no other ends of lines than \n; those that the text came with stay.
    typed.current = (lines) => onChange(text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines);
  });
  useLayoutEffect(() => {
    const editor = new EditorView({
      parent: place.current ?? document.body,
      state: EditorState.create({
        extensions: [
          [lineNumbers(), lintGutter(), history(), drawSelection(), highlightSpecialChars(), highlightActiveLine(), bracketMatching()],
          keymap.of([...defaultKeymap, ...historyKeymap]),
          syntaxHighlighting(colours),
          liquid({ base: xml({ autoCloseTags: false }) }), // lines of key=value are plain in XML
          attributes.current.of([]),
          EditorView.updateListener.of((update) => {
            const isTyped = update.transactions.some((one) => TYPED.some((event) => one.isUserEvent(event)));
            if (update.docChanged && isTyped) typed.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const named = EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', ...(readOnly && { 'aria-readonly': 'true' }) });
    view.current?.dispatch({ effects: attributes.current.reconfigure([named, EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)]) });
  }, [label, readOnly]);
  // At once: a moment later the next letter may stand there.
  useLayoutEffect(() => {
    const doc = view.current?.state.doc;
    if (doc && doc.toString() !== text.replaceAll('\r\n', '\n')) view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }, [text]);
  const said = useRef('');
  useEffect(() => {
    const editor = view.current;
    const now = JSON.stringify(problems);
    if (!editor || said.current === now) return; // the same once more would close what is being read
    said.current = now;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        problems.flatMap((problem) => diagnosticOf(editor.state, problem)),
      ),
    );
  }, [problems]);
  return <div ref={place} className="rf-editor" />;
}

function diagnosticOf({ doc }: EditorState, { line, message }: TemplateProblem): Diagnostic[] {
  if (line === null || line > doc.lines) return [];
  const { from, to } = doc.line(line);
  return [{ from, to, severity: 'error', message }];
}
