#!/usr/bin/env node
// Plays the browser and the person at it: follows redirects, keeps cookies, fills in forms and sends them without any script,
// but for what chittyauth's does: it keeps a page's key.
//
//     browser.mjs URL     as the program that CHITTY_BROWSER names. CHITTY names chitty, for the code to sign in with;
//                         HOLD, if set, a file that gets the address of the client instead of a visit; SEEN a file that
//                         gets each page's status and address, for chitty starts a browser with no output
//
// As a module: `browse(url, {choose, fill, hold})` gives {status, text, url} of where it ended.
import { execFileSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'

const attribute = (tag, name) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
  return found?.[1].replace(/&(amp|lt|gt|quot|#39);/g, (_, e) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[e])
}

export const signInCode = () =>
  JSON.parse(execFileSync(process.env.CHITTY, ['auth', 'sign-in', '-o', 'json'], { encoding: 'utf8', timeout: 20_000 })).code

// One page, as a browser asks for it that a person steers. Not by fetch: it says `Sec-Fetch-Mode: cors` whatever it is told,
// as a script in a page would, and who listens on loopback for a person rightly lets no script in.
const page = (url, { method = 'GET', headers = {}, body } = {}) =>
  new Promise((resolve, reject) => {
    const navigates = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-user': '?1' }
    const request = http.request(url, { method, headers: { ...navigates, ...headers }, agent: false, timeout: 20_000 }, async (reply) => {
      let text = ''
      for await (const piece of reply.setEncoding('utf8')) text += piece
      if (process.env.SEEN) appendFileSync(process.env.SEEN, `${reply.statusCode} ${method} ${url.split('?')[0]}\n`)
      resolve({ status: reply.statusCode, headers: reply.headers, text })
    })
    request.on('timeout', () => request.destroy(new Error(`no answer from ${url} in 20 s`)))
    request.on('error', reject)
    request.end(body)
  })

// What the person types, by the field's name. `login` and `password` are those of oidc-provider's development pages.
const typed = { login: () => 'alice', password: () => 'x', code: signInCode }

export async function browse(url, { choose = 'allow', fill = {}, hold, jar = new Map() } = {}) {
  let request = {}
  for (let hops = 0; hops < 20; hops++) {
    const origin = new URL(url).origin
    if (hold?.(url)) return { status: 0, text: '', url }
    const cookies = [...(jar.get(origin) ?? [])].map(([k, v]) => `${k}=${v}`).join('; ')
    const reply = await page(url, { ...request, headers: { ...request.headers, ...(cookies && { cookie: cookies }) } })
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [pair] = line.split(';')
      const at = pair.indexOf('=')
      if (!jar.has(origin)) jar.set(origin, new Map())
      jar.get(origin).set(pair.slice(0, at), pair.slice(at + 1))
    }
    if (reply.status >= 300 && reply.status < 400) {
      url = new URL(reply.headers.location, url).href
      request = {}
      continue
    }
    const text = reply.text
    const pages = `pages of ${origin}`
    if (!jar.has(pages)) jar.set(pages, new Map())
    const stored = jar.get(pages)
    const form = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(text)
    if (!form || reply.status >= 400) return { status: reply.status, text, url }
    const data = new URLSearchParams()
    for (const [tag] of form[2].matchAll(/<input[^>]*>/g)) {
      const name = attribute(tag, 'name')
      if (!name) continue
      const value = attribute(tag, 'value')
      if (name === 'key' && value) stored.set(name, value)  // as the page's script does: kept for this host and port
      data.set(name, value || (fill[name] ?? typed[name])?.() || stored.get(name) || '')
    }
    const buttons = [...form[2].matchAll(/<button[^>]*>/g)].map(([tag]) => tag).filter((tag) => attribute(tag, 'name'))
    const button = buttons.find((tag) => attribute(tag, 'value') === choose) ?? buttons[0]
    if (button) data.set(attribute(button, 'name'), attribute(button, 'value'))
    url = new URL(attribute(form[1], 'action') ?? url, url).href
    if ((attribute(form[1], 'method') ?? 'get').toLowerCase() === 'get') url = `${url.split('?')[0]}?${data}`
    else request = { method: 'POST', body: data.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    if (!request.method) request = {}
  }
  throw new Error(`too many pages, the last at ${url}`)
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const held = process.env.HOLD
  const end = await browse(process.argv[2], held ? { hold: (url) => new URL(url).pathname === '/callback' } : {})
  if (held) writeFileSync(held, end.url)
  if (end.status >= 400) throw new Error(`${end.status} from ${end.url}: ${end.text}`)
}
