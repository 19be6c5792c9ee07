import type { Format } from '@ringfleet/templates';
import type { LineFacts, PhoneFacts } from './context.js';

/** In place of every secret where people look. */
export const MASK = '********';

export const SAMPLE_MAC = '0015650a1b2c';

// What customers write, and what would break a file in which it is not escaped.
const AWKWARD: Readonly<Record<Format, string>> = {
  xml: `Zoë "Z" O'Neil & <Sons> ]]> -- =1+1`,
  json: `Zoë "Z" O'Neil \\ <Sons> {{ }} =1+1`,
  text: `Zoë "Z" O'Neil & Sons; #1 =1+1 [x]`,
  quoted: `Zoë O'Neil & Sons; #1 =1+1 [x]`,
};

export interface Sample {
  readonly model: PhoneFacts['model'];
  readonly lines: number;
  readonly format: Format;
}

/** A phone that is not there, with so many lines: the first has all that a line can have, written awkwardly, the second only what it must, and so on by turns. */
export const samplePhone = ({ model, lines, format }: Sample): PhoneFacts => ({
  device: {
    name: AWKWARD[format],
    description: lines === 0 ? null : AWKWARD[format],
    mac: SAMPLE_MAC,
    httpUsername: lines === 0 ? null : 'phone',
    httpPassword: lines === 0 ? null : MASK,
    secret: lines === 0 ? null : MASK,
  },
  model,
  lines: Array.from({ length: Math.min(lines, model.ports) }, (_, port) => sampleLine(port, format)),
  url: 'https://phones.example.net/p/0123456789abcdef0123456789abcdef/',
});

const sampleLine = (port: number, format: Format): LineFacts => {
  const isWhole = port % 2 === 0;
  return {
    port,
    number: String(15_550_100 + port),
    extension: isWhole ? String(100 + port) : null,
    displayName: isWhole ? AWKWARD[format] : null,
    sipUsername: `user${port}`,
    sipPassword: isWhole ? MASK : null,
  };
};
