// openid-client against chittyauth: `client.mjs BASE PUBLIC_ID CONFIDENTIAL_ID` with the secret in CLIENT_SECRET and chitty
// in CHITTY. Each line that it prints is one thing that it has seen.
import assert from 'node:assert/strict'
import http from 'node:http'
import * as openid from 'openid-client'
import { browse } from './browser.mjs'

const [base, publicId, confidentialId] = process.argv.slice(2)
const secret = process.env.CLIENT_SECRET
const jar = new Map() // one person at one browser
const insecure = { execute: [openid.allowInsecureRequests] }
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const seen = (what) => console.log(`openid-client: ${what}`)
const refused = async (word, promise) => {
  const error = await promise.then(() => assert.fail(`accepted, and not ${word}`), (e) => e)
  assert.equal(error.error ?? error.cause?.error ?? error.cause?.[0]?.parameters?.error, word, String(error))
  return error
}
const form = (path, body, headers = {}) =>
  fetch(base + path, { method: 'POST', body: new URLSearchParams(body), headers }).then(async (r) => ({ status: r.status, headers: r.headers, body: await r.json().catch(() => ({})) }))
const opens = (token) => fetch(`${base}/v1/oauth/clients`, { headers: { authorization: `Bearer ${token}` } }).then((r) => r.status === 200)

// A client's own listener on loopback, for one answer.
async function listen() {
  let arrived
  const answer = new Promise((resolve) => (arrived = resolve))
  const server = http.createServer((q, r) => { r.end('You may close this page'); arrived(q.url) }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.on('listening', resolve))
  const redirect = `http://127.0.0.1:${server.address().port}/callback`
  return { redirect, answer: answer.then((url) => (server.close(), new URL(url, redirect))) }
}

// The code flow up to the answer, as openid-client asks.
async function ask(config, change = {}, person = {}) {
  const { redirect, answer } = await listen()
  const verifier = openid.randomPKCECodeVerifier()
  const checks = { pkceCodeVerifier: verifier, expectedState: openid.randomState(), expectedNonce: openid.randomNonce() }
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirect, scope: 'openid offline_access chittyauth:read', state: checks.expectedState, nonce: checks.expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...change,
  })
  for (const [name, value] of Object.entries(change)) if (value === undefined) url.searchParams.delete(name)
  const page = browse(url.href, { jar, ...person })
  return { answer: await answer, checks, redirect, page: await page }
}
const grant = async (config, change) => {
  const { answer, checks } = await ask(config, change)
  return openid.authorizationCodeGrant(config, answer, checks)
}

const config = await openid.discovery(new URL(base), publicId, undefined, openid.None(), insecure)
assert.equal(config.serverMetadata().issuer, base)
const byRfc8414 = await openid.discovery(new URL(base), publicId, undefined, openid.None(), { ...insecure, algorithm: 'oauth2' })
assert.equal(byRfc8414.serverMetadata().token_endpoint, config.serverMetadata().token_endpoint)
seen('found the server by OpenID Connect Discovery and by RFC 8414')

const first = await grant(config)
assert.equal(first.claims().sub, 'owner')
assert.equal(first.scope, 'openid offline_access chittyauth:read')
assert.ok(await opens(first.access_token))
seen('code and PKCE through loopback; ID token, nonce and iss are good; the token opens a route')

const second = await openid.refreshTokenGrant(config, first.refresh_token)
assert.notEqual(second.refresh_token, first.refresh_token)
await refused('invalid_scope', openid.refreshTokenGrant(config, second.refresh_token, { scope: 'openid admin:*' }))
const third = await openid.refreshTokenGrant(config, second.refresh_token, { scope: 'openid chittyauth:read' })
await refused('invalid_grant', openid.refreshTokenGrant(config, first.refresh_token))
await refused('invalid_grant', openid.refreshTokenGrant(config, third.refresh_token))
await pause(1100)
assert.ok(!(await opens(first.access_token)) && !(await opens(third.access_token)))
seen('refresh rotates and never widens; a used refresh token kills its family within a second')

const leaked = await ask(config)
const given = await openid.authorizationCodeGrant(config, leaked.answer, leaked.checks)
await refused('invalid_grant', openid.authorizationCodeGrant(config, leaked.answer, leaked.checks))
await refused('invalid_grant', openid.refreshTokenGrant(config, given.refresh_token))
seen('a code works once; its second use revokes what it gave')

const other = await ask(config)
await refused('invalid_grant', openid.authorizationCodeGrant(config, other.answer, { ...other.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }))
await assert.rejects(openid.authorizationCodeGrant(config, other.answer, { ...other.checks, expectedNonce: 'another' }))
seen('another verifier is refused')
for (const change of [{ code_challenge: undefined }, { code_challenge_method: 'plain' }]) {
  const { answer, checks } = await ask(config, change)
  assert.equal(answer.searchParams.get('error'), 'invalid_request')
  assert.equal(answer.searchParams.get('iss'), base)
  assert.equal(answer.searchParams.get('state'), checks.expectedState)
}
seen('PKCE missing or plain: an error with iss and state')
const denied = await ask(config, {}, { choose: 'deny' })
await refused('access_denied', openid.authorizationCodeGrant(config, denied.answer, denied.checks))
const elsewhere = await browse(openid.buildAuthorizationUrl(config, { redirect_uri: 'http://127.0.0.1:1/callbacK', scope: 'openid' }).href)
assert.equal(elsewhere.status, 400)
assert.ok(elsewhere.url.startsWith(base))
seen('a person who says no; an address that is not registered is not gone to')

for (const auth of [openid.ClientSecretBasic, openid.ClientSecretPost]) {
  const confidential = await openid.discovery(new URL(base), confidentialId, undefined, auth(secret), insecure)
  const tokens = await grant(confidential)
  const wrong = await openid.discovery(new URL(base), confidentialId, undefined, auth(`${secret}x`), insecure)
  const error = await refused('invalid_client', openid.refreshTokenGrant(wrong, tokens.refresh_token))
  assert.equal(error.status, 401)
  assert.equal((await openid.tokenIntrospection(confidential, tokens.access_token)).active, true)
  await openid.tokenRevocation(confidential, tokens.refresh_token)
  assert.equal((await openid.tokenIntrospection(confidential, tokens.access_token)).active, false)
  await refused('invalid_grant', openid.refreshTokenGrant(confidential, tokens.refresh_token))
}
const bad = await form('/v1/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x' }, { authorization: `Basic ${btoa(`${confidentialId}:wrong`)}` })
assert.equal(bad.status, 401)
assert.match(bad.headers.get('www-authenticate'), /^Basic .*error="invalid_client"/)
assert.equal(bad.headers.get('cache-control'), 'no-store')
seen('a secret by Basic and by form; a wrong one is 401 with WWW-Authenticate; introspection; revocation')

const device = await openid.initiateDeviceAuthorization(config, { scope: 'openid offline_access chittyauth:read' })
const poll = () => form('/v1/oauth/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device.device_code, client_id: publicId })
assert.equal((await poll()).body.error, 'authorization_pending')
assert.equal((await poll()).body.error, 'slow_down')
const answered = browse(device.verification_uri_complete, { jar })
const onDevice = await openid.pollDeviceAuthorizationGrant(config, { ...device, interval: 10 })
assert.equal((await answered).status, 200)
assert.equal(onDevice.claims().sub, 'owner')
const no = await openid.initiateDeviceAuthorization(config, { scope: 'openid' })
await browse(no.verification_uri, { jar, choose: 'deny', fill: { user_code: () => no.user_code.toLowerCase() } })
await refused('access_denied', openid.pollDeviceAuthorizationGrant(config, { ...no, interval: 1 }))
seen('device code: pending, too fast, allowed, and typed by hand and denied')

const registered = await openid.dynamicClientRegistration(new URL(base), { redirect_uris: ['http://127.0.0.1/callback'], client_name: 'Registered by itself', token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] }, openid.None(), insecure)
assert.equal((await grant(registered)).claims().sub, 'owner')
seen('a client that registers itself')
