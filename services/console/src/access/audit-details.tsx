import { useTranslation } from 'react-i18next';

interface AuditDetailsProps {
  readonly details: Readonly<Record<string, unknown>>;
}

const isChange = (value: unknown): value is { readonly from: unknown; readonly to: unknown } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

/** "Role: operator → administrator": what the entry says besides, in the user's words where there are any. */
export function AuditDetails({ details }: AuditDetailsProps): React.JSX.Element {
  const { t } = useTranslation();
  const word = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(word).join(', ');
    const text = value === null || value === undefined ? t('word.none') : typeof value === 'string' ? value : JSON.stringify(value);
    return t(`audit.word.${text}`, { defaultValue: t(`choice.${text}`, { defaultValue: t(`record.${text}`, { defaultValue: text }) }) });
  };
  const text = Object.entries(details)
    .map(
      ([name, value]) =>
        `${t('list.labelled', { label: t(`audit.detail.${name}`, { defaultValue: name }) })} ${isChange(value) ? `${word(value.from)} → ${word(value.to)}` : word(value)}`,
    )
    .join(' · ');
  return <span title={text}>{text}</span>;
}
