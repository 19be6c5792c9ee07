import type { Schemas } from '@ringfleet/client';
import { Fragment, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Rendered = Pick<Schemas['PreviewedFile'], 'values'> & { readonly text: string };
type RenderedValue = Rendered['values'][number];

/** A part of a line; with a value where one was written. */
interface Piece {
  readonly text: string;
  /** Which of the values. */
  readonly value?: number;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** A file as a phone gets it, without secrets: each value says which layer set it, to the pointer and to the arrow keys. */
export function RenderedFile({ label, file }: { readonly label: string; readonly file: Rendered }): React.JSX.Element {
  const { t } = useTranslation();
  const [at, setAt] = useState<number>();
  const lines = linesOf(file);
  const shown = lines.flat().flatMap(({ value }) => (value === undefined ? [] : [value]));
  const stop = at !== undefined && shown.includes(at) ? at : shown[0];
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined || stop === undefined) return;
    event.preventDefault();
    const next = shown[Math.min(Math.max(shown.indexOf(stop) + step, 0), shown.length - 1)];
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next}"]`)?.focus();
  };
  const value = at === undefined ? undefined : file.values[at];
  return (
    <>
      {/* Its keys go from value to value. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <pre className="rf-rendered" role="group" aria-label={label} onKeyDown={move} {...(shown.length === 0 && { tabIndex: 0 })}>
        {lines.map((pieces, line) => (
          <Fragment key={line}>
            {pieces.map((piece, index) =>
              piece.value === undefined ? (
                piece.text
              ) : (
                <button
                  key={index}
                  type="button"
                  className="rf-value"
                  data-value={piece.value}
                  tabIndex={piece.value === stop ? 0 : -1}
                  aria-describedby="origin"
                  onFocus={() => setAt(piece.value)}
                  onPointerEnter={() => setAt(piece.value)}
                >
                  {piece.text}
                </button>
              ),
            )}
            {'\n'}
          </Fragment>
        ))}
      </pre>
      <p id="origin" className="rf-origin" aria-live="polite">
        {value ? <Origin value={value} /> : <span className="rf-dimmed">{t(shown.length > 0 ? 'version.pointAtValue' : 'version.noValues')}</span>}
      </p>
    </>
  );
}

function Origin({ value: { expression, from } }: { readonly value: RenderedValue }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <code>{expression}</code>
      {from.map(({ path, layer, profile }) => (
        <span key={path}>
          <code>{path}</code> {profile ? t('version.setByProfile', profile) : t(`version.layer.${layer}`)}
        </span>
      ))}
    </>
  );
}

/** The text cut at its values; a value that is not found where it was said to be is text like any other. */
function linesOf({ text, values }: Rendered): readonly (readonly Piece[])[] {
  const numbered = values.map((value, index) => ({ ...value, index }));
  return text.split('\n').map((line, number) => {
    const pieces: Piece[] = [];
    let rest = line;
    for (const value of numbered.filter((each) => each.line === number + 1 && each.text !== '')) {
      const start = rest.indexOf(value.text);
      if (start === -1) continue;
      pieces.push({ text: rest.slice(0, start) }, { text: value.text, value: value.index });
      rest = rest.slice(start + value.text.length);
    }
    return [...pieces, { text: rest }];
  });
}
