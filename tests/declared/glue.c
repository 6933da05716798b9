/* A plugin with code, which tries to name another host: its request's target has no slash at the front. */
#include <chitty/plugin.h>
#include <string.h>

static const chitty_host* host;

static int is(const chitty_str* text, const char* word) {
  return text->len == strlen(word) && memcmp(text->ptr, word, strlen(word)) == 0;
}

static chitty_str text(const char* words) {
  chitty_str made;
  made.ptr = words;
  made.len = strlen(words);
  return made;
}

static chitty_status CHITTY_CALL list(const chitty_sink* out) { return out->write(out->context, "glue send", 9); }

static chitty_status CHITTY_CALL invoke(chitty_instance* instance, chitty_call* call, const chitty_str* path,
                                        const chitty_str* arguments, chitty_error* error) {
  const chitty_str id = text(CHITTY_EXT_HTTP);
  const chitty_http* http = (const chitty_http*)host->get_extension(&id);
  chitty_http_request request;
  chitty_http_response* response = NULL;
  chitty_status status;
  (void)instance, (void)path, (void)arguments;
  memset(&request, 0, sizeof request);
  request.struct_size = (uint32_t)sizeof request;
  request.method = text("GET");
  request.target = text(".evil.example/x");
  request.source_length = UINT64_MAX;
  status = http->send(call, &request, &response, error);
  http->release(response);
  return status;
}

static const void* CHITTY_CALL get_extension(const chitty_str* id) {
  static const chitty_commands commands = {sizeof(chitty_commands), 0, list, invoke};
  return is(id, CHITTY_EXT_COMMANDS) ? &commands : NULL;
}

CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* given, chitty_plugin* plugin,
                                                               chitty_error* error) {
  (void)error;
  host = given;
  memset(plugin, 0, sizeof *plugin);
  plugin->struct_size = (uint32_t)sizeof *plugin;
  plugin->abi_major = CHITTY_ABI_MAJOR;
  plugin->abi_minor = CHITTY_ABI_MINOR;
  plugin->name = text("glue");
  plugin->version = text("1.0.0");
  plugin->get_extension = get_extension;
  return CHITTY_OK;
}
