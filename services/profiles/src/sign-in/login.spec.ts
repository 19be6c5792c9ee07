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

  it('of a stranger keeps nobody waiting, whatever stands in it (PRV-04)', () => {
    const begun = performance.now();
    for (const part of ['a', ' ', 'a ', 'a= ', 'a="', String.raw`a="\\`, String.raw`a=\"`]) readAuthorization(`Digest ${part.repeat(200_000)}`);
    // It takes the square of the length where it is read badly: minutes.
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
