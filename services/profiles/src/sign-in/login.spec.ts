import { readAuthorization } from './login.js';

describe('the header Authorization', () => {
  it('says what a phone writes, quoted or not, with commas and quotes inside (PRV-04)', () => {
    const header = String.raw`Digest username="a \"b\", c=d", realm="phones",qop=auth, nc=00000001`;
    expect(readAuthorization(header)).toEqual({ kind: 'digest', params: { username: 'a "b", c=d', realm: 'phones', qop: 'auth', nc: '00000001' } });
  });

  it('may have blanks where HTTP lets it have some (RFC 9110, 11.2)', () => {
    expect(readAuthorization('Digest  username = "a",\trealm= "phones" ,nc =1')).toEqual({
      kind: 'digest',
      params: { username: 'a', realm: 'phones', nc: '1' },
    });
    expect(readAuthorization('Basic   YTpi')).toEqual({ kind: 'basic', login: { username: 'a', password: 'b' } });
  });

  it('may have a name in ASCII that stands for another (RFC 7616, 3.4)', () => {
    const named = (username: string): unknown => readAuthorization(Buffer.from(`Digest ${username}, realm="phones"`).toString('latin1')); // as Node reads it
    const zoe = { kind: 'digest', params: { username: 'zoë', realm: 'phones' } };
    expect([named("username*=UTF-8''zo%C3%AB"), named("username*=utf-8'fr'zo%c3%ab"), named(`username="zoë", username*=UTF-8''other`)]).toEqual([
      zoe,
      zoe,
      zoe,
    ]);
    const nobody = { kind: 'digest', params: { username: '', realm: 'phones' } };
    expect([named("username*=UTF-8''%C3"), named('username*=zoë')]).toEqual([nobody, nobody]);
  });

  it('of a stranger keeps nobody waiting, whatever stands in it (PRV-04)', () => {
    const begun = performance.now();
    for (const part of ['a', ' ', 'a ', 'a= ', 'a="', String.raw`a="\\`, String.raw`a=\"`]) readAuthorization(`Digest ${part.repeat(200_000)}`);
    // It takes the square of the length where it is read badly: minutes.
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
