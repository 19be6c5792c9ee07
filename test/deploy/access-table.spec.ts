// Real: the table of access, the services' cards and the topic table.
import { topics } from '@ringfleet/contracts';
import { CARDS } from '@ringfleet/standalone';
import { INTERNAL_TOPICS, PUBLIC_TOPICS, SERVICES } from '../../deploy/kafka/access-table.mjs';
import { node, succeeded } from './support/program.js';

describe('the table of access', () => {
  it('has what the cards say and hear', () => {
    const cards = CARDS.map(({ name, says, hears }) => [name, { says: says.map((topic) => topic.name), hears: hears.map((topic) => topic.name) }]);
    expect(SERVICES).toEqual(Object.fromEntries(cards));
  });

  it('opens to others what the topic table calls public', () => {
    const named = (audience: string): string[] => Object.values(topics).flatMap((topic) => (topic.audience === audience ? topic.name : []));
    expect([PUBLIC_TOPICS, INTERNAL_TOPICS]).toEqual([named('public'), named('internal')]);
  });

  it("becomes commands of Kafka's own tool, in which no other system reads a secret or a dead letter", () => {
    const lines = succeeded(node(['deploy/kafka/access.mjs', 'print', '--consumer', 'warehouse']))
      .trim()
      .split('\n');
    expect(lines).toContain(
      'kafka-acls --bootstrap-server "$RINGFLEET_KAFKA_BROKERS" --add --allow-principal User:warehouse --operation Describe --operation Read --topic inventory.device.v1 --resource-pattern-type literal',
    );
    const mayRead = (topic: RegExp): string[] =>
      lines.filter((line) => line.includes('--operation Read') && topic.test(line)).map((line) => /User:(\S+)/.exec(line)?.[1] ?? '');
    expect(mayRead(/--topic \S+-secret\.v1 /)).toEqual(['ringfleet-profiles', 'ringfleet-profiles']);
    expect(new Set(mayRead(/--topic \S+\.dead /))).toEqual(new Set(['ringfleet-operator']));
  });

  it.each(['inventory', 'No', 'operator'])('refuses %s as the name of another system', (name) => {
    expect(node(['deploy/kafka/access.mjs', 'print', '--consumer', name])).toMatchObject({ code: 1, err: expect.stringContaining(name) });
  });
});
