#include "builtin/host_manifest.hpp"

namespace chitty {

// Made from host.json by the build.
extern const char host_manifest_text[];
extern const std::size_t host_manifest_size;
extern const HostWord host_words[];
extern const std::size_t host_words_count;

const Manifest& host_manifest() {
  static const Manifest manifest = parse_manifest({host_manifest_text, host_manifest_size}).value();
  return manifest;
}

HostCommands host_commands() {
  HostCommands host;
  host.words.assign(host_words, host_words + host_words_count);
  host.manifest = host_manifest;
  return host;
}

}  // namespace chitty
