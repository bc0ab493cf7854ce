import { connect } from 'node:net';
import { secrets } from './secrets.js';

const { mail, card, apiKey, urlPassword } = secrets;
const host = 'Host: 127.0.0.1';

/** Requests that no client of ours makes, with a secret in every part that an answer or a log could repeat. */
export const hostileRequests: Readonly<Record<string, string>> = {
  'a path that is not there': `GET /${mail}/${card}?token=${apiKey} HTTP/1.1\r\n${host}\r\n\r\n`,
  'a long path': `GET /${`${apiKey}/`.repeat(400)} HTTP/1.1\r\n${host}\r\n\r\n`,
  'a path that cannot be decoded': `GET /%ZZ${mail}%C0%AE HTTP/1.1\r\n${host}\r\n\r\n`,
  'an absolute address': `GET http://jane:${urlPassword}@${mail}/metrics HTTP/1.1\r\n${host}\r\n\r\n`,
  'an address that is none': `GET http://[${apiKey} HTTP/1.1\r\n${host}\r\n\r\n`,
  'a method of its own': `${apiKey.toUpperCase()} /metrics HTTP/1.1\r\n${host}\r\n\r\n`,
  'a method that fetch forbids': `TRACE /metrics?${apiKey} HTTP/1.1\r\n${host}\r\nX-Key: ${apiKey}\r\n\r\n`,
  'another host': `GET /metrics HTTP/1.1\r\nHost: ${mail}:${card}\r\n\r\n`,
  'a host that is none': `GET /readyz HTTP/1.1\r\nHost: [${apiKey}\r\n\r\n`,
  'no host': `GET /${apiKey} HTTP/1.1\r\n\r\n`,
  'a header without a colon': `GET /metrics HTTP/1.1\r\n${host}\r\n${apiKey} ${mail}\r\n\r\n`,
  'headers that are too large': `GET /metrics HTTP/1.1\r\n${host}\r\nX-Key: ${`${apiKey} `.repeat(2_000)}\r\n\r\n`,
  'a body that is cut off': `POST /metrics HTTP/1.1\r\n${host}\r\nContent-Length: 500\r\n\r\n${apiKey}`,
  'a body in wrong chunks': `POST /metrics HTTP/1.1\r\n${host}\r\nTransfer-Encoding: chunked\r\n\r\n${apiKey}\r\n`,
  'an expectation': `POST /livez HTTP/1.1\r\n${host}\r\nExpect: ${apiKey}\r\nContent-Length: 0\r\n\r\n`,
  'an upgrade': `GET /livez HTTP/1.1\r\n${host}\r\nUpgrade: ${apiKey}\r\nConnection: upgrade\r\n\r\n`,
  'no HTTP at all': `${mail} ${card}\r\n\r\n`,
};

const silenceMs = 300;

/** Sends the bytes and returns what comes back until the other side closes, or says nothing more. */
export function ask(address: string, request: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.write(request);
  });
}
