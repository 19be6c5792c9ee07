// Templates as the model test knows them: of pieces that are easy to read, for the service as text.
import type { Format } from '@ringfleet/templates';
import type { Plan } from './plan.js';

export type Piece =
  | { readonly literal: string }
  /** A name alone on its place. */
  | { readonly name: string }
  | { readonly each: 'lines' | 'ports'; readonly pieces: readonly Piece[] };

const DEVICE = ['name', 'description', 'mac', 'macUpper', 'macColons', 'httpUsername', 'httpPassword', 'secret'].map((field) => `device.${field}`);
const LINE = ['port', 'index', 'number', 'extension', 'displayName', 'sipUsername', 'sipPassword'];

/** The template that a profile has: everything that it may name, the variables brought above it among them. */
export function piecesOf({ format, variables }: Pick<Plan, 'format' | 'variables'>, profile: number, title: string): Piece[] {
  const params = variables.filter(({ owner }) => owner <= profile).map(({ name }) => `params.${name}`);
  const all = (names: readonly string[]): Piece[] => names.flatMap((name) => written(format, name));
  const { begin, end } = AROUND[format];
  return [
    { literal: begin(title) },
    ...all([...params, ...DEVICE, 'model.vendor', 'model.name', 'model.ports', 'url']),
    { each: 'lines', pieces: all(LINE.map((field) => `line.${field}`)) },
    { each: 'ports', pieces: all([...LINE, 'used'].map((field) => `port.${field}`)) },
    { literal: end },
  ];
}

const AROUND: Readonly<Record<Format, { readonly begin: (title: string) => string; readonly end: string }>> = {
  text: { begin: (title) => `# ${title}\n`, end: 'end = 1\n' },
  quoted: { begin: (title) => `TITLE="${title}"\n`, end: 'END="1"\n' },
  xml: { begin: (title) => `<all t="${title}">\n`, end: '</all>\n' },
  json: { begin: (title) => `["${title}",\n`, end: '0]\n' },
};

function written(format: Format, name: string): Piece[] {
  const value: Piece = { name };
  switch (format) {
    case 'xml':
      return [{ literal: '<v a="' }, value, { literal: '">' }, value, { literal: '</v>\n' }];
    case 'json':
      return [value, { literal: ',\n' }];
    case 'quoted':
      return [{ literal: `${name.toUpperCase()}="` }, value, { literal: '"\n' }];
    default:
      return [{ literal: `${name} = ` }, value, { literal: '\n' }];
  }
}

/** As LiquidJS takes it. */
export const templateText = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if ('literal' in piece) return piece.literal;
      if ('each' in piece) return `{% for ${piece.each.slice(0, -1)} in ${piece.each} %}${templateText(piece.pieces)}{% endfor %}`;
      return `{{ ${piece.name} }}`;
    })
    .join('');
