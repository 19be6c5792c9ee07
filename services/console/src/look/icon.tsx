/** The few signs that there are, of one hand: 16 by 16, drawn in the colour of the text. */
const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  dash: 'M4 8h8',
  clock: 'M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11M8 5v3.2l2 1.3',
  off: 'M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11M4.2 11.8l7.6-7.6',
  bell: 'M3.5 11.5h9l-1.2-1.8V7a3.3 3.3 0 00-6.6 0v2.7zM6.8 13.6h2.4',
  up: 'M8 13V3.5M4 7.2l4-3.9 4 3.9',
  down: 'M8 3v9.5M4 8.8l4 3.9 4-3.9',
  left: 'M10 3.5L5.5 8l4.5 4.5',
  right: 'M6 3.5L10.5 8 6 12.5',
  opens: 'M3.5 6L8 10.5 12.5 6',
  closes: 'M3.5 10L8 5.5 12.5 10',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
  search: 'M7 2.8a4.2 4.2 0 100 8.4 4.2 4.2 0 000-8.4M10.2 10.2l3.2 3.2',
  plus: 'M8 3v10M3 8h10',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  settings: 'M2.5 5h6M11.5 5h2M10 3.2v3.6M2.5 11h2M7.5 11h6M6 9.2v3.6',
  moon: 'M12.8 9.6A5.4 5.4 0 016.4 3.2a5.4 5.4 0 106.4 6.4z',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  phone: 'M4.5 1.8h7v12.4h-7zM7.2 12h1.6',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  building: 'M3 14V3h6v11M9 14V7h4v7M5 5.5h2M5 8h2M5 10.5h2',
  user: 'M8 3a2.6 2.6 0 100 5.2A2.6 2.6 0 008 3M3 13.5c.5-2.6 2.5-3.8 5-3.8s4.5 1.2 5 3.8',
  key: 'M6 6.5a2.8 2.8 0 110 .1M8.6 8l5 5M11.5 11l1.5-1.5',
  grid: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.3 5.3h.01',
  tray: 'M2.5 10v3.5h11V10M8 10.5V2.5M4.8 5.6L8 2.5l3.2 3.1',
  case: 'M2 5h12v8.5H2zM5.5 5V2.5h5V5M2 9h12',
  place: 'M8 14.2S3.5 9.8 3.5 6.5a4.5 4.5 0 019 0C12.5 9.8 8 14.2 8 14.2zM8 6.5h.01',
  number: 'M6.3 2.5l-1.6 11M11.3 2.5l-1.6 11M2.8 5.8h10.7M2.4 10.2h10.7',
  shield: 'M8 1.8l5 1.8v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4zM5.8 8l1.6 1.6L10.4 6.4',
  again: 'M13 8a5 5 0 11-1.6-3.7M13 2.5v3h-3',
  pulse: 'M1.5 8h3l2-4.5 3 9 2-4.5h3',
  chart: 'M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name, label }: { readonly name: IconName; readonly label?: string }): React.JSX.Element => (
  <svg
    className="rf-icon"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden={label ? undefined : true}
    role={label ? 'img' : undefined}
    aria-label={label}
  >
    <path d={PATHS[name]} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
