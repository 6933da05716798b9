// A gate before an object store that does not look at signatures: each is computed anew by AWS's own signer, the body's hash too, and
// what does not fit is refused as Amazon's S3 refuses it.
//
//     node gate.mjs PORT UPSTREAM_PORT KEY_ID SECRET [SECONDS that its clock is before the true one]
import http from 'node:http';
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

const [, , port, upstream, id, secret, ahead = '0'] = process.argv;

class Sha256 {
  constructor(key) { this.hash = key ? createHmac('sha256', key) : createHash('sha256'); }
  update(data) { this.hash.update(data); }
  async digest() { return this.hash.digest(); }
}

const form = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const now = () => Date.now() + 1000 * Number(ahead);

async function refusal(request, body) {
  const found = form.exec(request.headers.authorization ?? '');
  if (!found) return 'AccessDenied';
  const [, key, day, region, service, signed, given] = found;
  if (key !== id) return 'InvalidAccessKeyId';
  const date = request.headers['x-amz-date'] ?? '';
  const time = new Date(date.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
  if (!date.startsWith(day)) return 'AccessDenied';
  if (!(Math.abs(now() - time) < 900000)) return 'RequestTimeTooSkewed';
  const hash = request.headers['x-amz-content-sha256'];
  if (!hash) return 'InvalidRequest';
  if (!/^UNSIGNED|^STREAMING/.test(hash) && hash !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch';
  const url = new URL(request.url, 'http://gate');
  const query = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? [].concat(query[name], value) : value;
  const headers = Object.fromEntries(signed.split(';').map((name) => [name, request.headers[name] ?? '']));
  headers['x-amz-content-sha256'] = hash;
  const signer = new SignatureV4({ credentials: { accessKeyId: id, secretAccessKey: secret }, region, service, sha256: Sha256, uriEscapePath: false, applyChecksum: false });
  const again = await signer.sign({ method: request.method, protocol: 'http:', hostname: 'gate', path: url.pathname, query, headers, body },
    { signingDate: time, signableHeaders: new Set(signed.split(';')), unsignableHeaders: new Set() });
  return again.headers.authorization.endsWith(`Signature=${given}`) ? '' : 'SignatureDoesNotMatch';
}

http.createServer(async (request, reply) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  const code = await refusal(request, body);
  console.log(request.method, request.url, code || 'fits');
  if (code) {
    reply.writeHead(403, { 'content-type': 'application/xml', date: new Date(now()).toUTCString() });
    return reply.end(`<Error><Code>${code}</Code><Message>The gate says so.</Message></Error>`);
  }
  const headers = { ...request.headers };
  if (Number(ahead)) headers['x-amz-date'] = new Date().toISOString().replace(/[-:]|\.\d+/g, '');  // s3rver has a clock of its own
  const onward = http.request({ port: upstream, host: '127.0.0.1', path: request.url, method: request.method, headers },
    (answer) => { reply.writeHead(answer.statusCode, answer.headers); answer.pipe(reply); });
  onward.on('error', () => { reply.writeHead(503); reply.end('<Error><Code>ServiceUnavailable</Code></Error>'); });
  onward.end(body);
}).listen(Number(port), '127.0.0.1', () => console.log('up'));
