import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Icon } from '../look/icon.js';
import { moment } from '../words/figures.js';

const AS_OF = 'asOf';

/** The moment that the address asks for (INV-14), undefined for now; and how to ask for another. */
export function useAsOf(): readonly [string | undefined, (asOf: string | undefined) => void] {
  const [params, setParams] = useSearchParams();
  const ask = (asOf: string | undefined): void =>
    setParams((now) => {
      const next = new URLSearchParams(now);
      for (const name of [AS_OF, 'after', 'before']) next.delete(name); // a page of now is none of then
      if (asOf !== undefined) next.set(AS_OF, asOf);
      return next;
    });
  const asked = params.get(AS_OF) ?? '';
  return [isMoment(asked) ? asked : undefined, ask];
}

/** Says that what is seen is past, and leads back. */
export function AsOfBand(): React.JSX.Element | null {
  const { t } = useTranslation();
  const [asOf, ask] = useAsOf();
  if (asOf === undefined) return null;
  return (
    <div className="rf-band" role="status">
      <Icon name="clock" />
      <span>{t('asOf.band', { at: moment(asOf) })}</span>
      <button type="button" className="rf-link" onClick={() => ask(undefined)}>
        {t('asOf.backToNow')}
      </button>
    </div>
  );
}

const isMoment = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** As a field of date and time holds a moment: 2026-11-21T14:02 of the user's own clock. */
export function localMoment(iso: string | undefined): string {
  if (iso === undefined || !isMoment(iso)) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

interface AsOfFieldProps {
  readonly asOf: string | undefined;
  readonly onAsk: (asOf: string | undefined) => void;
}

export function AsOfField({ asOf, onAsk }: AsOfFieldProps): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <label className="rf-inline">
      <span>{t('asOf.label')}</span>
      <input
        type="datetime-local"
        className="rf-input"
        defaultValue={localMoment(asOf)}
        key={asOf}
        onChange={({ currentTarget: { value } }) => {
          if (value === '') onAsk(undefined);
          else if (isMoment(value)) onAsk(new Date(value).toISOString());
        }}
      />
    </label>
  );
}
