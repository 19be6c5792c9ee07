interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly partly?: boolean;
  /** Where the arrows come by: no stop of the Tab key. */
  readonly skipped?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A box to tick, of the browser's own: a page has hundreds, and they are drawn again with each. */
export const Tick = ({ label, checked, partly = false, skipped = false, onChange }: TickProps): React.JSX.Element => (
  <input
    type="checkbox"
    className="rf-box"
    aria-label={label}
    tabIndex={skipped ? -1 : undefined}
    checked={checked}
    ref={(box) => {
      if (box) box.indeterminate = partly;
    }}
    onChange={({ currentTarget }) => onChange(currentTarget.checked)}
  />
);
