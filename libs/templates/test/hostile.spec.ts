// Real: the engine in its threads, as services use it; every template here means harm.
import { type Rendered, TemplateRenderer } from '@ringfleet/templates';

const CONTEXT = { device: { name: 'Desk 1' }, lines: [{ name: 'Ann' }], s: 'x' };

let renderer: TemplateRenderer;

beforeAll(() => {
  renderer = new TemplateRenderer();
});
afterAll(() => renderer.close());

const render = (text: string, owner = 'hostile'): Promise<Rendered> => renderer.render(owner, { format: 'text', text, context: CONTEXT });
const codeOf = (rendered: Rendered): string => ('refusal' in rendered ? rendered.refusal.code : `rendered ${rendered.text.slice(0, 80)}`);

const LOOP = '{% for a in (1..100000) %}{% for b in (1..100000) %}';
const END = '{% endfor %}{% endfor %}';
const DOUBLING = `{% assign s = "${'x'.repeat(1000)}" %}{% for i in (1..64) %}{% assign s = s | append: s %}{% endfor %}{{ s }}`;

const STOPPED: Readonly<Record<string, readonly [string, RegExp]>> = {
  'a loop without end': [`${LOOP}{% assign x = a %}${END}`, /^(time|memory)_limit$/],
  'a loop without end and without a body (CVE-2026-44645)': [LOOP + END, /^(time|memory)_limit$/],
  'a loop that writes without end': [`${LOOP}${'y'.repeat(500)}${END}`, /^(output|memory)_limit$/],
  'a range of ten thousand million': ['{% for i in (1..10000000000) %}{% endfor %}', /^(memory|time)_limit$/],
  'a string that doubles': [DOUBLING, /^memory_limit$/],
  'an array that doubles': [
    '{% assign a = "x,y" | split: "," %}{% for i in (1..40) %}{% assign a = a | join: "," | append: "," | append: s | split: "" %}{% endfor %}',
    /limit$|unknown_name/,
  ],
  'padding beyond reason': ['{{ "x" | pad: 1000000000 | size }}', /^rendered 100$/],
  'replacing that multiplies': [
    `{% assign s = "${'a'.repeat(1000)}" %}{% for i in (1..9) %}{% assign s = s | replace: "a", s %}{% endfor %}{{ s | size }}`,
    /^memory_limit$/,
  ],
  'a date that pads (CVE-2026-45357)': ['{{ "now" | date: "%1000000000d" }}', /^bad_template$/],
  'a template of a million characters': ['x'.repeat(1_000_000), /^bad_template$/],
  'brackets in brackets': [`{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`, /^(bad_template|time_limit|memory_limit|unknown_name|rendered )/],
  'conditions in conditions': [`${'{% if true %}'.repeat(10_000)}x${'{% endif %}'.repeat(10_000)}`, /^(bad_template|time_limit|memory_limit|rendered x)/],
};

describe('a hostile template (PRV-02)', () => {
  it.each(Object.entries(STOPPED))('stops at %s', async (_name, [text, code]) => {
    expect(codeOf(await render(text))).toMatch(code);
    expect(codeOf(await render('{{ device.name }}'))).toBe('rendered Desk 1');
  });

  it.each([
    '{{ device.constructor }}',
    '{{ device.constructor.constructor }}',
    '{{ device.__proto__ }}',
    '{{ device["__proto__"].polluted }}',
    '{{ lines.constructor }}',
    '{{ device.name.constructor }}',
    '{{ device.toString }}',
    '{{ device.hasOwnProperty }}',
    '{{ lines.map }}',
    '{{ process.env.PATH }}',
    '{{ globalThis }}',
    '{% assign k = "constructor" %}{{ device[k] }}',
    '{% assign __proto__ = device %}{{ toString }}',
  ])('reaches nothing but its data by %s', async (text) => {
    expect(codeOf(await render(text))).toMatch(/^(unknown_name|bad_data|bad_template)$/);
  });

  it('leaves nothing behind for the next one', async () => {
    await render('{% assign leak = "x" %}{% assign __proto__ = "y" %}{% assign device = "z" %}{{ leak }}');
    expect(codeOf(await render('{{ leak }}', 'another'))).toBe('unknown_name');
    expect(codeOf(await render('{{ device.name }}', 'another'))).toBe('rendered Desk 1');
  });

  it('leaves the next ones their memory, whatever was rendered before', async () => {
    const small = new TemplateRenderer({ renderMs: 60_000, timeMs: 60_000, heapMb: 32, threads: 1 });
    const codes: string[] = [];
    for (let at = 0; at < 22; at += 1)
      codes.push(codeOf(await small.render('hostile', { format: 'text', text: `${'{{1}}'.repeat(2_000)}${at}`, context: {} })));
    expect(codes.filter((code) => !code.startsWith('rendered'))).toEqual([]);
    await small.close();
  });

  it.each([
    ['expressions without end', `{% for i in (1..200) %}{{ i | default: "${'y'.repeat(90_000)}" }}{% endfor %}`],
    ['names without end', '{% for n in (1..100) %}{% assign s = s | append: many[n] %}{% endfor %}{% for i in (1..2000) %}{{ s | size }}{% endfor %}'],
  ])('that is traced tells no more than can be read: %s', async (_name, text) => {
    const many = Array.from({ length: 101 }, (_, at) => at);
    const rendered = await renderer.render('hostile', { format: 'text', text, context: { s: '', many }, trace: true });
    expect('outputs' in rendered ? rendered.outputs[0]?.line : rendered).toBe(1);
    expect(JSON.stringify(rendered).length).toBeLessThan(1_500_000);
  });

  it.each([
    '{% include "/etc/passwd" %}',
    '{% render "/etc/passwd" %}',
    '{% layout "/etc/passwd" %}',
    '{% block a %}{% endblock %}',
    '{% liquid echo device.name %}',
    '{% echo device.name %}',
    '{% capture a %}{% endcapture %}',
    '{% cycle "a", "b" %}',
    '{% increment a %}',
    '{% tablerow a in lines %}{% endtablerow %}',
    ...'raw date escape escape_once json inspect where map sort uniq concat reverse sum url_encode strip_html newline_to_br base64_encode'
      .split(' ')
      .map((filter) => `{{ device.name | ${filter} }}`),
  ])('has no %s', async (text) => {
    expect(codeOf(await render(text))).toBe('bad_template');
  });

  it('delays nobody else by more than its turn, however many of them there are', async () => {
    const order: string[] = [];
    const slow = Array.from({ length: 20 }, () => render(`${LOOP}{% assign x = a %}${END}`).then(() => order.push('slow')));
    await render('{{ device.name }}', 'honest').then((rendered) => order.push(codeOf(rendered)));
    // As many as there are threads were before it, and at most as many again ended beside it.
    expect(order.filter((each) => each === 'slow').length).toBeLessThanOrEqual(4);
    const settled = Promise.allSettled(slow);
    await renderer.close();
    expect((await settled).some(({ status }) => status === 'rejected')).toBe(true);
    renderer = new TemplateRenderer();
  });
});

describe('a thread', () => {
  it('that does not stop by itself is ended, and another takes its place', async () => {
    const without = new TemplateRenderer({ renderMs: 3_600_000, timeMs: 3_000, threads: 1 });
    const endless = without.render('hostile', { format: 'text', text: `${LOOP}${END}`, context: CONTEXT });
    const next = without.render('honest', { format: 'text', text: '{{ device.name }}', context: CONTEXT });
    expect([codeOf(await endless), codeOf(await next)]).toEqual([expect.stringMatching(/^(time|memory)_limit$/), 'rendered Desk 1']);
    await without.close();
  });

  it('that takes more memory than it may is ended, and another takes its place', async () => {
    const small = new TemplateRenderer({ renderMs: 3_600_000, timeMs: 60_000, heapMb: 32, output: 1_000_000_000, threads: 1 });
    const huge = small.render('hostile', { format: 'xml', text: `${LOOP}{{ name }}${END}`, context: { name: '&'.repeat(5_000) } });
    const next = small.render('honest', { format: 'text', text: '{{ device.name }}', context: CONTEXT });
    expect([codeOf(await huge), codeOf(await next)]).toEqual(['memory_limit', 'rendered Desk 1']);
    await small.close();
  });
});
