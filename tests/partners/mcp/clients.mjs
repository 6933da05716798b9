// clients.mjs CHITTY URL TOKEN: the official SDKs, the one of each era, over both transports, list a third party's command and call it.
import { Client as Legacy } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as Modern, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import assert from 'node:assert/strict';

const [chitty, url, token] = process.argv.slice(2);
const command = { command: chitty, args: ['connect', 'mcp', 'serve'], env: process.env };
const options = { requestInit: { headers: { Authorization: `Bearer ${token}` } } };
const who = { name: 'partner', version: '1.0.0' };
const pinned = { versionNegotiation: { mode: { pin: '2026-07-28' } } };
const auto = { versionNegotiation: { mode: 'auto' } };

async function judge(name, client, transport) {
  await client.connect(transport);
  const { tools } = await client.listTools();
  assert(tools.some((tool) => tool.name === 'zoo_echo'), `${name}: the third party's command is listed`);
  const result = await client.callTool({ name: 'zoo_echo', arguments: { words: ['a', 'b'], count: 2 } });
  assert.deepEqual(result.structuredContent.words, ['a', 'b'], name);
  const wrong = await client.callTool({ name: 'zoo_echo', arguments: { count: 99 } });
  assert.equal(wrong.isError, true, name);
  await assert.rejects(client.callTool({ name: 'nothing', arguments: {} }), /Unknown tool/, name);
  const { resources } = await client.listResources();
  const read = await client.readResource({ uri: resources[0].uri });
  assert(read.contents[0].text.length > 10, name);
  const { prompts } = await client.listPrompts();
  const prompt = await client.getPrompt({ name: prompts.find((one) => !one.arguments).name });
  assert.equal(prompt.messages[0].role, 'user', name);
  await client.close();
  console.log(`${name}: ${tools.length} tools listed, zoo_echo called`);
}

await judge('SDK 1.32.2 (2025-11-25), stdio', new Legacy(who), new LegacyStdio(command));
await judge('SDK 1.32.2 (2025-11-25), HTTP', new Legacy(who), new LegacyHttp(new URL(url), options));
await judge('client 2.4.0 pinned to 2026-07-28, stdio', new Modern(who, pinned), new ModernStdio(command));
await judge('client 2.4.0 pinned to 2026-07-28, HTTP', new Modern(who, pinned), new ModernHttp(new URL(url), options));
await judge('client 2.4.0 auto, stdio', new Modern(who, auto), new ModernStdio(command));
await judge('client 2.4.0 auto, HTTP', new Modern(who, auto), new ModernHttp(new URL(url), options));
