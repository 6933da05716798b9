// oidc-provider as the authorization server that chitty's client is held against: `provider.mjs PORT`. PKCE is required,
// refresh tokens rotate, anybody may sign in as anybody, and devices are known.
import { generateKeyPairSync } from 'node:crypto'
import Provider from 'oidc-provider'

const port = Number(process.argv[2])
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'chitty-cli',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: 'ES256',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    },
  ],
  jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256', kid: 'partner' }] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  pkce: { required: () => true },
  scopes: ['openid', 'offline_access', 'chittyid:read'],
  issueRefreshToken: async (_ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  rotateRefreshToken: true,
  cookies: { keys: ['a-key-of-a-test'] },
  features: { devInteractions: { enabled: true }, deviceFlow: { enabled: true }, revocation: { enabled: true } },
  ttl: { AccessToken: 60, AuthorizationCode: 30, DeviceCode: 60, RefreshToken: 600, Grant: 600, Session: 600, Interaction: 300, IdToken: 60 },
  findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
})
provider.on('server_error', (_ctx, error) => console.error('provider:', error))
provider.listen(port, '127.0.0.1', () => console.log('up'))
