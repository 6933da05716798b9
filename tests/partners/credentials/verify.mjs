// Verify a credential of a running chittyid with jose (the VC 2.0 form) and did-jwt-vc (the VC 1.1 form).
//
//     node verify.mjs BASE_URL JWT JWT_VC1 good|revoked
//
// Changed and expired copies must be refused, and the status list must say what is expected.
import {createRemoteJWKSet, jwtVerify} from 'jose';
import {verifyCredential} from 'did-jwt-vc';
import {Resolver} from 'did-resolver';
import {gunzipSync} from 'node:zlib';

const [base, jwt, older, expected] = process.argv.slice(2);
if (!['good', 'revoked'].includes(expected)) throw new Error('usage: node verify.mjs BASE_URL JWT JWT_VC1 good|revoked');

const fail = (words) => { console.error(words); process.exit(1); };
const changed = (token, change) => {
  const [header, payload, signature] = token.split('.');
  const body = JSON.parse(Buffer.from(payload, 'base64url'));
  change(body);
  return [header, Buffer.from(JSON.stringify(body)).toString('base64url'), signature].join('.');
};
const refused = async (what, attempt) => {
  try { await attempt(); } catch (error) { return console.log(`  ${what}: refused (${error.code ?? error.errorCode ?? error.message})`); }
  fail(`${what} was accepted`);
};

// jose, by the published keys.
const keys = createRemoteJWKSet(new URL(base + '/.well-known/jwks.json'));
const {payload} = await jwtVerify(jwt, keys, {typ: 'vc+jwt', algorithms: ['EdDSA']});
console.log('jose: verified', payload.type.join(' '), 'of', payload.sub);
await refused('jose, changed payload', () => jwtVerify(changed(jwt, (b) => { b.credentialSubject.level = 'x'; }), keys));
await refused('jose, later than exp', () => jwtVerify(jwt, keys, {currentDate: new Date((payload.exp + 60) * 1000)}));

// did-jwt-vc, by the DID document.
const resolver = new Resolver({chitty: async (did) => ({
  didDocument: await (await fetch(`${base}/api/v2/did/${encodeURIComponent(did)}`)).json(),
  didDocumentMetadata: {}, didResolutionMetadata: {contentType: 'application/did+json'}})});
const {verifiableCredential} = await verifyCredential(older, resolver);
console.log('did-jwt-vc: verified', verifiableCredential.type.join(' '), 'of', verifiableCredential.credentialSubject.id);
await refused('did-jwt-vc, changed payload', () => verifyCredential(changed(older, (b) => { b.vc.credentialSubject.level = 'x'; }), resolver));
await refused('did-jwt-vc, later than exp', () => verifyCredential(older, resolver, {policies: {now: payload.exp + 600}}));

// The status list, itself a credential that jose verifies.
const entry = payload.credentialStatus;
const list = await (await fetch(entry.statusListCredential)).text();
const {payload: statusList} = await jwtVerify(list, keys, {typ: 'vc+jwt'});
const bits = gunzipSync(Buffer.from(statusList.credentialSubject.encodedList.slice(1), 'base64url'));
const index = Number(entry.statusListIndex);
const revoked = (bits[index >> 3] >> (7 - (index & 7)) & 1) === 1;
if (revoked !== (expected === 'revoked')) fail(`the status list says revoked=${revoked}, and ${expected} was expected`);
console.log(`status list of ${bits.length * 8} bits: revoked=${revoked}`);
