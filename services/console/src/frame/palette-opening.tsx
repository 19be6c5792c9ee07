import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface PaletteOpeningProps {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly onClose: () => void;
}

/** Takes what is typed while the palette is on its way, which else would act on the view behind it; not seen, as it is gone at once. */
export function PaletteOpening({ typed, onTyped, onClose }: PaletteOpeningProps): React.JSX.Element {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <input
      ref={field}
      className="rf-unseen"
      aria-label={t('palette.label')}
      value={typed}
      onChange={(event) => onTyped(event.currentTarget.value)}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    />
  );
}
