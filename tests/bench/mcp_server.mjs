// mcp_server.mjs COUNT [PROGRAM ARGUMENT...]: the official TypeScript server with COUNT tools over standard input and output. Each does nothing but hand its arguments back;
// with a program, the tool `run` starts that, as ours starts a command.
import { execFile } from 'node:child_process';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const [count, program, ...words] = process.argv.slice(2);
const schema = { type: 'object', properties: { words: { type: 'array', items: { type: 'string' }, description: 'What to hand back' }, limit: { type: 'integer', minimum: 1, description: 'At most this many' } }, additionalProperties: false };
const tools = Array.from({ length: Number(count) }, (_, at) => ({ name: `tool_${at}`, title: 'Hand back', description: 'Hand the arguments back. On a command line: chitty tool echo', inputSchema: schema, annotations: { readOnlyHint: true } }));
const server = new Server({ name: 'twin', version: '1.0.0' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  if (params.name !== 'run') return { content: [{ type: 'text', text: JSON.stringify(params.arguments) }], structuredContent: params.arguments };
  const text = await new Promise((done, fail) => execFile(program, words, (error, out) => (error ? fail(error) : done(out))));
  return { content: [{ type: 'text', text }] };
});
await server.connect(new StdioServerTransport());
