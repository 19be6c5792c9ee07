// Real: the engine in its threads, as services use it.
import { type Format, type Json, type Rendered, TemplateRenderer, type TemplateRefusal } from '@ringfleet/templates';

const CONTEXT = {
  device: { name: 'Desk 1', mac: '001565aabbcc' },
  params: { ntp: 'pool.ntp.org', vlan: 7, on: true, empty: null },
  lines: [
    { port: 0, name: 'Ann & Bob', password: 'p1' },
    { port: 1, name: 'Cleo', password: 'p2' },
  ],
};

let renderer: TemplateRenderer;

beforeAll(() => {
  renderer = new TemplateRenderer();
});
afterAll(() => renderer.close());

const render = (text: string, format: Format = 'text', context: Record<string, Json> = CONTEXT): Promise<Rendered> =>
  renderer.render('owner', { format, text, context });

async function textOf(text: string, format: Format = 'text'): Promise<string> {
  const rendered = await render(text, format);
  if ('refusal' in rendered) throw new Error(JSON.stringify(rendered.refusal));
  return rendered.text;
}

async function refusalOf(text: string, format: Format = 'text', context: Record<string, Json> = CONTEXT): Promise<TemplateRefusal> {
  const rendered = await render(text, format, context);
  if ('refusal' in rendered) return rendered.refusal;
  throw new Error(`It was rendered: ${rendered.text.slice(0, 100)}`);
}

describe('a template (PRV-02)', () => {
  it('is made into the file of a phone', async () => {
    const text = `#!version:1.0.0.1
{% for line in lines -%}
account.{{ line.port | plus: 1 }}.label = {{ line.name | upcase }}
{% endfor -%}
{% if params.on %}vlan = {{ params.vlan | pad: 4 }}, {{ params.on | bool01 }}{% endif %}
{% assign server = params.ntp | append: ":123" %}ntp = {{ server }}{{ params.empty }}`;
    expect(await textOf(text)).toBe(`#!version:1.0.0.1
account.1.label = ANN & BOB
account.2.label = CLEO
vlan = 0007, 1
ntp = pool.ntp.org:123`);
  });

  it('is escaped as its format needs it, whatever its author does', async () => {
    expect(await textOf('<a b="{{ lines[0].name }}">{{ lines[0].name | append: "</a>" }}</a>', 'xml')).toBe('<a b="Ann &amp; Bob">Ann &amp; Bob&lt;/a&gt;</a>');
    expect(JSON.parse(await textOf('{"name": {{ lines[0].name }}, "vlan": {{ params.vlan }}}', 'json'))).toEqual({ name: 'Ann & Bob', vlan: 7 });
    expect(await refusalOf('{{ lines[0].name | raw }}', 'xml')).toMatchObject({ code: 'bad_template', line: 1 });
  });

  it('says at which line it is wrong, and with what', async () => {
    expect(await refusalOf('a\n{{ params.npt }}')).toEqual({
      code: 'unknown_name',
      message: 'There is no params.npt.',
      line: 2,
      expression: 'params.npt',
    });
    expect(await refusalOf('a\n\n{% if params.on %}')).toMatchObject({ code: 'bad_template', line: 3 });
    expect(await refusalOf('{{ lines }}')).toMatchObject({ code: 'bad_data', line: 1, expression: '{{ lines }}' });
    expect(await refusalOf('<a>\n<b></a>', 'xml')).toMatchObject({ code: 'not_well_formed', line: 2 });
    expect(await refusalOf('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml')).toMatchObject({ code: 'not_well_formed' });
    expect(await refusalOf('{"name": "{{ lines[0].name }}"}', 'json')).toMatchObject({ code: 'not_well_formed' });
  });

  it('refuses XML that the phone would read otherwise: of an encoding that is not ours, and values that are escaped where nothing is read so', async () => {
    const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?><a/>`;
    const within = '<a><![CDATA[{{ device.secret }}]]></a>';
    expect(await refusalOf(declared('ISO-8859-1'), 'xml')).toMatchObject({ code: 'not_well_formed', line: 1, message: expect.stringContaining('UTF-8') });
    expect(await refusalOf(within, 'xml', { device: { secret: 'a&b' } })).toMatchObject({ code: 'not_well_formed', message: expect.stringContaining('CDATA') });
    expect(await textOf(declared('utf-8'), 'xml')).toBe(declared('utf-8'));
    expect(await textOf('<a><![CDATA[{{ device.name }}]]></a>', 'xml')).toBe('<a><![CDATA[Desk 1]]></a>');
  });

  it('says nothing of the value that it cannot write', async () => {
    const refusal = await refusalOf('key={{ device.secret }}', 'text', { device: { secret: 'canary\n42' } });
    expect(refusal).toMatchObject({ code: 'bad_data', expression: '{{ device.secret }}' });
    expect(JSON.stringify(refusal)).not.toContain('canary');
  });

  it('is traced: what each output was made of, through loops and assigned names', async () => {
    const text = `{% for line in lines %}{% if line.port > 0 %}{% assign secret = line.password %}
p={{ secret }} {{ line.name | append: params.ntp }}
{% endif %}{% endfor %}v={{ params.vlan }} {{ 'constant' }}`;
    const rendered = await renderer.render('owner', { format: 'text', text, context: CONTEXT, trace: true });
    expect('outputs' in rendered && rendered.outputs).toEqual([
      { line: 2, text: 'p2', expression: '{{ secret }}', reads: ['lines[1].password'] },
      { line: 2, text: 'Cleopool.ntp.org', expression: '{{ line.name | append: params.ntp }}', reads: ['lines[1].name', 'params.ntp'] },
      { line: 3, text: '7', expression: '{{ params.vlan }}', reads: ['params.vlan'] },
      { line: 3, text: 'constant', expression: "{{ 'constant' }}", reads: [] },
    ]);
    const untraced = await render(text);
    expect('text' in untraced && untraced.text).toBe('text' in rendered && rendered.text);
  });

  it('is traced however many outputs it has: what phones get can be shown (PRV-11)', async () => {
    const text = 'the name of this device = {{ device.name }}\n'.repeat(2_200);
    const name = 'a name of thirty-five letters or so';
    const rendered = await renderer.render('owner', { format: 'text', text, context: { device: { name } }, trace: true });
    expect('outputs' in rendered ? [rendered.outputs.length, rendered.outputs.at(-1)] : rendered).toEqual([
      2_200,
      { line: 2_200, text: name, expression: '{{ device.name }}', reads: ['device.name'] },
    ]);
  });
});
