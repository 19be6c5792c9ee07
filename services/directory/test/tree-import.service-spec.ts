// Real: PostgreSQL with its policies, the event log, HTTP. Chunks come as files sends them; inventory's models are stood in for.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelLookupService, topics } from '@ringfleet/contracts';
import { directory } from '@ringfleet/directory';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { answersTo, type Cells, chunksOf, importTree, outcomesOf, reasonsOf, sendChunks } from './support/tree-rows.js';

const CISCO = '019aa5a0-7a5e-7000-8000-000000006821';
const SNOM = '019aa5a0-7a5e-7000-8000-000000000785';
const MODELS = new Map([
  ['cisco 6821', CISCO],
  ['snom d785', SNOM],
]);

let service: TestService;

beforeAll(async () => {
  service = await startTestService(directory, {
    logLevel: 'fatal',
    answers: {
      inventory: (router) =>
        router.service(ModelLookupService, {
          findModels: ({ nameKeys }) => ({ models: nameKeys.flatMap((nameKey) => ({ nameKey, id: MODELS.get(nameKey) ?? '' })).filter(({ id }) => id !== '') }),
        }),
    },
  });
});

afterAll(async () => {
  await service.stop();
});

interface View {
  readonly id: string;
  readonly [field: string]: unknown;
}

async function named(path: string, name: string): Promise<View[]> {
  const { body } = await service.request<{ items: View[] }>(`/api/v1/${path}?limit=200&q=${encodeURIComponent(name)}`);
  return body.items;
}

async function resellerId(name: string): Promise<string> {
  await importTree(service, [{ type: 'Reseller', name }]);
  return (await named('resellers', name))[0]?.id ?? '';
}

const account = (name: string, more: Cells = {}): Cells => ({ type: 'Account', name, ...more });

describe('a file of the tree', () => {
  const file: readonly Cells[] = [
    { type: 'Reseller', name: 'Fjord Tel', lineStatesReport: 'Y' },
    { type: 'Client', name: 'Smith & Co', reseller: 'FJORD TEL', provisionDevices: 'view' },
    { type: 'Customer', name: 'Smith & Co' },
    { type: 'Site', name: 'Mill', reseller: 'Fjord Tel', customer: 'smith & co', approvedModels: 'Snom D785; cisco 6821' },
    account('555 0100', { reseller: 'Fjord Tel', customer: 'Smith & Co', site: 'Mill', extension: '100', displayName: 'Ann', sipPassword: 's3cret-of-ann' }),
    account('555 0101', { customer: 'Smith & Co', kind: 'fax', sipUsername: 'fax-101' }),
  ];

  it('adds resellers, customers, sites and accounts, each row seeing what those above it added (DIR-11, IMP-05)', async () => {
    const { importId, messages } = chunksOf(service, file, { chunkSize: 2 });
    await sendChunks(service, messages);
    expect(await outcomesOf(service, importId)).toEqual(Array.from(file, () => 'applied'));
    const [reseller] = await named('resellers', 'Fjord Tel');
    expect(reseller).toMatchObject({ lineStatesReport: true });
    const customers = await named('customers', 'Smith');
    expect(customers.map(({ reseller: owner, provisionDevices }) => [owner, provisionDevices])).toEqual(
      expect.arrayContaining([
        [{ id: reseller?.id, name: 'Fjord Tel' }, 'view'],
        [null, 'modify'],
      ]),
    );
    expect(await named('sites', 'Mill')).toMatchObject([{ approvedModelIds: [SNOM, CISCO] }]);
    expect(await named('accounts', '555 010')).toMatchObject([
      { number: '555 0100', extension: '100', displayName: 'Ann', sipUsername: '555 0100', kind: 'phone-terminal' },
      { number: '555 0101', sipUsername: 'fax-101', kind: 'fax', site: null },
    ]);
    const said = (await service.records(topics.accounts)).find(({ message }) => message?.number === '555 0100');
    expect(said).toMatchObject({ sequence: 1, message: { change: { byName: 'Uploader', source: { case: 'import', value: { importId, row: 6 } } } } });
    const [secret] = (await service.records(topics.accountSecrets)).filter(({ key }) => key === said?.key);
    expect(service.ports.sealer.open(secret?.message?.sipPassword ?? new Uint8Array(), `account:${said?.key}:sipPassword`)).toBe('s3cret-of-ann');
  });

  it('is unchanged when it is sent again, with the passwords and without, and another password is a difference (IMP-05)', async () => {
    const again = [...file, ...file.map(({ sipPassword: _, ...row }) => row)];
    expect(await importTree(service, again, { chunkSize: 5 })).toEqual(Array.from(again, () => 'unchanged'));
    const other = file.map((row) => (row.sipPassword ? { ...row, sipPassword: 'another-one' } : row));
    expect(await importTree(service, other)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged', 'Name number_not_unique', 'unchanged']);
  });

  it('is applied once, whatever comes twice or early, and answered alike (IMP-06)', async () => {
    const rows = Array.from({ length: 40 }, (_, at): Cells => ({ type: 'Customer', name: `Twice ${at}` }));
    const { importId, messages } = chunksOf(service, rows, { chunkSize: 10 });
    const [first, second, third, fourth] = messages;
    if (!first || !second || !third || !fourth) throw new Error('There are four chunks.');
    await sendChunks(service, [third, first, first, second, fourth, third, second, fourth]);
    const answers = await answersTo(service, importId);
    for (const { chunk, outcomes } of answers) expect(outcomes).toEqual(answers.find((other) => other.chunk === chunk)?.outcomes);
    expect(new Set(answers.map(({ chunk }) => chunk))).toEqual(new Set([0, 1, 2, 3]));
    expect(await named('customers', 'Twice')).toHaveLength(40);
    expect((await service.records(topics.tenants)).filter(({ message }) => message?.name.startsWith('Twice'))).toHaveLength(40);
  });
});

describe('a row that is rejected', () => {
  it('has every reason there is, by column and code, and changes nothing (IMP-05, IMP-07)', async () => {
    const cases: readonly (readonly [Cells, string])[] = [
      [{ action: '', type: '', name: 'a' }, 'Action missing_value, Type missing_value'],
      [{ action: 'Remove', type: 'Branch', name: 'a' }, 'Action bad_action, Type bad_type'],
      [{ type: 'Reseller', name: '', lineStatesReport: 'perhaps' }, 'Name missing_value, Line-states report bad_yes_no'],
      [
        { type: 'Customer', name: 'a\nb', reseller: 'Nobody', provisionDevices: 'all' },
        'Name bad_name, Reseller unknown_reseller, Provision devices bad_permission',
      ],
      [{ type: 'Customer', name: 'x'.repeat(65) }, 'Name value_too_long'],
      [{ type: 'Site', name: 'Barn' }, 'Customer missing_value'],
      [{ type: 'Site', name: 'Barn', customer: 'Nobody', approvedModels: 'Cisco 6821; Acme 1' }, 'Customer unknown_customer, Approved models unknown_model'],
      [account('1', { customer: 'Smith & Co', site: 'Mill' }), 'Site unknown_site'],
      [account('1', { customer: 'Smith & Co', kind: 'drum', extension: '9'.repeat(33) }), 'Account kind bad_account_kind, Extension value_too_long'],
      [
        account('1', { customer: 'Smith & Co', sipUsername: 'FAX-101', provisionDevices: 'view' }),
        'SIP username sip_username_not_unique, Provision devices column_not_for_type',
      ],
      [{ type: 'Reseller', name: 'Fjord Tel' }, 'Name name_not_unique'],
      [{ type: 'Customer', name: 'Ridge' }, 'applied'],
      [{ type: 'Customer', name: 'RIDGE', provisionDevices: 'none' }, 'Name name_not_unique'],
      [{ type: 'Site', name: 'Barn', reseller: 'Fjord Tel', customer: 'Ridge' }, 'Customer customer_of_another_reseller'],
    ];
    expect(
      await importTree(
        service,
        cases.map(([row]) => row),
      ),
    ).toEqual(cases.map(([, outcome]) => outcome));
    expect(await named('sites', 'Barn')).toEqual([]);
  });

  it('names the earlier row of the file, and nothing of a secret (IMP-02, IMP-07)', async () => {
    const { importId, messages } = chunksOf(service, [
      account('777', { customer: 'Smith & Co' }),
      account('777', { customer: 'Smith & Co', sipPassword: 'never-to-be-seen' }),
      account('778', { customer: 'Smith & Co', sipPassword: 'p'.repeat(129) }),
    ]);
    await sendChunks(service, messages);
    const reasons = await reasonsOf(service, importId);
    expect(reasons).toMatchObject([
      { column: 'Name', code: 'number_not_unique', message: expect.stringContaining('added by row 2') },
      { column: 'SIP password', code: 'value_too_long', value: '' },
    ]);
    expect(JSON.stringify(reasons)).not.toMatch(/never-to-be-seen|ppp/);
  });
});

describe('who imports', () => {
  it('a reseller its customers and below, for which others’ records are not there, their numbers taken (DIR-02a, DIR-03)', async () => {
    const own = await resellerId('Tarn Voice');
    await importTree(service, [
      { type: 'Customer', name: 'Hidden', reseller: 'Fjord Tel' },
      account('900', { reseller: 'Fjord Tel', customer: 'Hidden', sipUsername: 'nine' }),
    ]);
    const by = { role: 'reseller-admin', resellerId: own };
    const outcomes = await importTree(
      service,
      [
        { type: 'Customer', name: 'Hidden' },
        { type: 'Customer', name: 'Named', reseller: 'Tarn Voice' },
        { type: 'Customer', name: 'Other', reseller: 'Fjord Tel' },
        { type: 'Customer', name: 'Direct', reseller: 'Administrator only' },
        { type: 'Reseller', name: 'Mine' },
        { type: 'Site', name: 'Pier', customer: 'Ridge' },
        account('900', { customer: 'Hidden', sipUsername: 'Nine' }),
        account('901', { customer: 'Hidden' }),
      ],
      { by },
    );
    expect(outcomes).toEqual([
      'applied',
      'applied',
      'Reseller unknown_reseller',
      'Reseller not_permitted',
      'Type not_permitted',
      'Customer unknown_customer',
      'Name number_not_unique, SIP username sip_username_not_unique',
      'applied',
    ]);
    expect((await named('customers', 'Named'))[0]).toMatchObject({ reseller: { id: own } });
  });

  it.each(['operator', 'customer-admin', 'customer-user'])('never a %s (DIR-02a)', async (role) => {
    const [customer] = await named('customers', 'Ridge');
    const by = role === 'operator' ? { role } : { role, customerId: customer?.id ?? '' };
    expect(await importTree(service, [{ type: 'Customer', name: 'Not wanted' }], { by })).toEqual(['Type not_permitted']);
  });
});

it('waits while inventory, which knows the models, cannot be reached: nothing is refused (design.md §1)', async () => {
  const { importId, messages } = chunksOf(service, [{ type: 'Site', name: 'Quarry', customer: 'Ridge', approvedModels: 'Cisco 6821' }]);
  service.addresses.silence('inventory');
  const sent = sendChunks(service, messages);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await named('sites', 'Quarry')).toEqual([]);
  service.addresses.answers('inventory', (router) =>
    router.service(ModelLookupService, { findModels: () => ({ models: [{ id: CISCO, nameKey: 'cisco 6821' }] }) }),
  );
  await sent;
  expect(await outcomesOf(service, importId)).toEqual(['applied']);
});
