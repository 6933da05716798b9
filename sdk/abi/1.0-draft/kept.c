/* The plugin that each freeze builds once and keeps: it uses every kind of thing of the ABI (text in and out, an error
 * with a release, a request, a service), so that a later host which breaks one of them cannot run it. */
#include <chitty/plugin.h>

#include <stdlib.h>
#include <string.h>

#define TEXT(words) {words, sizeof words - 1}

static const chitty_host* host;

static const void* table(const char* id) {
  chitty_str name;
  name.ptr = id;
  name.len = strlen(id);
  return host->get_extension(&name);
}

static int is(const chitty_str* text, const char* word) {
  return text->len == strlen(word) && memcmp(text->ptr, word, strlen(word)) == 0;
}

static chitty_status list_of(const chitty_sink* out, const char* const* names, int count) {
  int i;
  for (i = 0; i < count; ++i) {
    chitty_status status = out->write(out->context, names[i], strlen(names[i]));
    if (status != CHITTY_OK) return status;
  }
  return CHITTY_OK;
}

static void CHITTY_CALL release(chitty_error* self) {
  free(self->owner);
  self->owner = NULL;
  self->release = NULL;
}

static chitty_status fail(chitty_error* error) {
  static const char words[] = "This is what was kept";
  char* copy;
  if (!error || !CHITTY_COVERS(error, chitty_error, release) || error->release) return CHITTY_CONFLICT;
  copy = (char*)malloc(sizeof words);
  if (!copy) return CHITTY_CONFLICT;
  memcpy(copy, words, sizeof words);
  error->code = CHITTY_CONFLICT;
  error->message.ptr = copy;
  error->message.len = sizeof words - 1;
  error->owner = copy;
  error->release = release;
  return CHITTY_CONFLICT;
}

/* The body of the reply, up to 4096 bytes, as one record. */
static chitty_status fetch(const chitty_output* output, chitty_call* call, chitty_error* error) {
  static const chitty_str get = TEXT("GET"), target = TEXT("/kept");
  const chitty_http* http = (const chitty_http*)table(CHITTY_EXT_HTTP);
  chitty_http_request request;
  chitty_http_response* response = NULL;
  chitty_status status;
  char body[4096];
  uint64_t got = 1;
  chitty_str record = {body, 0};
  if (!http) return CHITTY_NOT_SUPPORTED;
  memset(&request, 0, sizeof request);
  request.struct_size = (uint32_t)sizeof request;
  request.method = get;
  request.target = target;
  status = http->send(call, &request, &response, error);
  while (status == CHITTY_OK && got != 0 && record.len < sizeof body) {
    status = http->read(response, body + record.len, sizeof body - record.len, &got, error);
    record.len += status == CHITTY_OK ? got : 0;
  }
  if (response) http->release(response);
  return status == CHITTY_OK ? output->record(call, &record, error) : status;
}

static chitty_status CHITTY_CALL list_commands(const chitty_sink* out) {
  static const char* const names[] = {"kept echo", "kept fail", "kept fetch"};
  return list_of(out, names, 3);
}

static chitty_status CHITTY_CALL invoke(chitty_instance* instance, chitty_call* call, const chitty_str* path,
                                        const chitty_str* arguments, chitty_error* error) {
  const chitty_output* output = (const chitty_output*)table(CHITTY_EXT_OUTPUT);
  (void)instance;
  if (!output) return CHITTY_NOT_SUPPORTED;
  if (is(path, "kept echo")) return output->record(call, arguments, error);
  if (is(path, "kept fail")) return fail(error);
  if (is(path, "kept fetch")) return fetch(output, call, error);
  return CHITTY_PLUGIN_FAULT;
}

static chitty_status CHITTY_CALL list_routes(const chitty_sink* out) {
  static const char* const names[] = {"kept"};
  return list_of(out, names, 1);
}

static chitty_status CHITTY_CALL handle(chitty_instance* instance, chitty_call* call, chitty_error* error) {
  static const chitty_str headers = TEXT("{\"content-type\":\"application/json\"}");
  static const char body[] = "{\"kept\":true}";
  const chitty_exchange* exchange = (const chitty_exchange*)table(CHITTY_EXT_EXCHANGE);
  chitty_status status;
  (void)instance;
  if (!exchange) return CHITTY_NOT_SUPPORTED;
  if (!is(&exchange->info(call)->handler, "kept")) return CHITTY_PLUGIN_FAULT;
  status = exchange->begin(call, 200, &headers, sizeof body - 1, error);
  return status == CHITTY_OK ? exchange->write(call, body, sizeof body - 1, error) : status;
}

static const void* CHITTY_CALL get_extension(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, list_commands, invoke};
  static const chitty_service service = {sizeof(chitty_service), 0, list_routes, NULL, handle};
  if (is(id, CHITTY_EXT_COMMANDS)) return &commands;
  if (is(id, CHITTY_EXT_SERVICE)) return &service;
  return NULL;
}

CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* given, chitty_plugin* plugin,
                                                               chitty_error* error) {
  static const chitty_str name = TEXT(CHITTY_PLUGIN_NAME), version = TEXT(CHITTY_PLUGIN_VERSION);
  (void)error;
  if (!given || !plugin || !CHITTY_COVERS(given, chitty_host, get_extension) || plugin->struct_size < sizeof *plugin)
    return CHITTY_INVALID_ARGUMENT;
  if (given->abi_major != CHITTY_ABI_MAJOR) return CHITTY_NOT_SUPPORTED;
  host = given;
  memset(plugin, 0, sizeof *plugin);
  plugin->struct_size = (uint32_t)sizeof *plugin;
  plugin->abi_major = CHITTY_ABI_MAJOR;
  plugin->abi_minor = CHITTY_ABI_MINOR;
  plugin->name = name;
  plugin->version = version;
  plugin->get_extension = get_extension;
  return CHITTY_OK;
}
