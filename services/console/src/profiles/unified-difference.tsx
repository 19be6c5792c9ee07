/** What is to be taken out of a text and put in, as unified hunks: `-` out, `+` in. */
export function UnifiedDifference({ label, hunks }: { readonly label: string; readonly hunks: string }): React.JSX.Element {
  const lines = hunks.replace(/\n$/, '').split('\n'); // the end of the last line begins no other
  return (
    <pre className="rf-rendered rf-difference" tabIndex={0} role="group" aria-label={label}>
      {lines.map((line, at) => (
        <span key={at} data-sign={SIGNS[line.charAt(0)]}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}

const SIGNS: Readonly<Record<string, string>> = { '+': 'in', '-': 'out', '@': 'at', '\\': 'at' };
