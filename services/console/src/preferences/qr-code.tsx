import { encodeQR } from 'qr';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

const MARGIN = 4; // what cameras need around it: ISO/IEC 18004
const DOT_PX = 4;

/** A text as a square that a telephone's camera reads: dark on light, whatever the colours of the page. */
export default function QrCode({ text, label }: QrCodeProps): React.JSX.Element {
  const rows = encodeQR(text, 'raw', { border: MARGIN, ecc: 'low' });
  const size = rows.length;
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg role="img" aria-label={label} width={size * DOT_PX} height={size * DOT_PX} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width="100%" height="100%" fill="white" />
      <path d={dark.join('')} fill="black" />
    </svg>
  );
}
