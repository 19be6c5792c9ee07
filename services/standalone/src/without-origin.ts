/** A request may name us too, as those to a proxy do (RFC 9112, 3.2.2): http://phones.example.net/p/5f2a…/x.cfg */
export function withoutOrigin(target: string): string {
  const [origin = ''] = /^https?:\/\/[^/?]*/i.exec(target) ?? [];
  return origin === '' || target.startsWith('/', origin.length) ? target.slice(origin.length) : `/${target.slice(origin.length)}`;
}
