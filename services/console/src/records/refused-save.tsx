import { useTranslation } from 'react-i18next';
import { type FieldError, isOf, Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';

/** A field that says itself what is wrong with it. */
export interface MarkedField {
  readonly name: string;
  readonly label: string;
  /** Of what is typed into. */
  readonly id: string;
  /** undefined where nothing is. */
  readonly error: string | undefined;
}

/** Why a form was not saved: whoever works by keyboard is brought here, and from here to each field at fault. */
export function RefusedSave({ error, fields }: { readonly error: unknown; readonly fields: readonly MarkedField[] }): React.JSX.Element {
  const { t } = useTranslation();
  const told: readonly FieldError[] = (error instanceof Problem && error.document.errors) || [];
  const marked = fields.filter(({ name, error: words }) => words !== undefined && told.some(({ field }) => isOf(name, field)));
  return (
    <ProblemBox error={error} besides={fields.map(({ name }) => name)} takesFocus>
      {marked.length > 0 && (
        <ul>
          {marked.map(({ id, label, error: words }) => (
            <li key={id}>
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault(); // the address says which record is open
                  document.getElementById(id)?.focus();
                }}
              >
                {words?.startsWith(label) ? words : t('problem.placed', { place: label, sentence: words })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </ProblemBox>
  );
}
