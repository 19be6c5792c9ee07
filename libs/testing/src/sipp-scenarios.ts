// What sipp does, in its own language: https://sipp.readthedocs.io/en/latest/scenarios/ownscenarios.html

const VIA = 'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport';

const scenario = (steps: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="phones">\n${steps}\n</scenario>\n`;

const send = (lines: readonly string[], more = ''): string => `<send${more}><![CDATA[\n${lines.join('\n')}\nContent-Length: 0\n\n]]></send>`;

const ANSWERED = '<recv response="100" optional="true"/>\n<recv response="200"/>';

/** A REGISTER of the phone whose MAC and user the names stand for. */
const register = (mac: string, user: string, expires: number): string =>
  send(
    [
      'REGISTER sip:127.0.0.1 SIP/2.0',
      VIA,
      'Max-Forwards: 70',
      `From: <sip:${user}@127.0.0.1>;tag=[call_number]`,
      `To: <sip:${user}@127.0.0.1>`,
      'Call-ID: [call_id]',
      'CSeq: 1 REGISTER',
      `Contact: <sip:${mac}@[local_ip]:[local_port];transport=[transport]>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-${mac}>"`,
      `Expires: ${expires}`,
      'User-Agent: sipp',
    ],
    ' retrans="500"',
  );

/** Registers once and stays there. */
export const registering = (expires: number): string => scenario(`${register('[field0]', '[field1]', expires)}\n${ANSWERED}\n<pause milliseconds="86400000"/>`);

const NOTIFIED = `<recv request="NOTIFY"><action>
<ereg regexp="sip:([0-9a-zA-Z]*)@" search_in="msg" check_it="true" assign_to="1,2"/>
<ereg regexp="sip:([^@]*)@" search_in="hdr" header="To:" check_it="true" assign_to="3,4"/>
</action></recv>`;

const answer = (status: string): string =>
  send([`SIP/2.0 ${status}`, '[last_Via:]', '[last_From:]', '[last_To:];tag=[call_number]', '[last_Call-ID:]', '[last_CSeq:]']);

/** What a phone does with a NOTIFY. Who starts again has another Call-ID than before: that of the NOTIFY is one. */
export function told(what: '200 OK' | '489 Bad Event' | 'silence' | 'restart'): string {
  const used = '<Reference variables="1,2,3,4"/>';
  if (what === 'silence') return scenario(`${NOTIFIED}\n${used}`);
  if (what !== 'restart') return scenario(`${NOTIFIED}\n${answer(what)}\n${used}`);
  return scenario(`${NOTIFIED}\n${answer('200 OK')}\n${register('[$2]', '[$4]', 600)}\n${ANSWERED}\n${used}`);
}
