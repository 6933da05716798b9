#include "builtin/host_manifest.hpp"

#include "builtin/host_part.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>

namespace chitty::host {

namespace {

const Manifest& manifest_of(std::string_view word) {
  static std::map<std::string_view, Manifest> parsed;
  auto found = parsed.find(word);
  for (std::size_t i = 0; found == parsed.end() && i < host_parts_count; ++i)
    if (const auto& part = host_parts[i]; part.word.word == word)
      found = parsed.emplace(part.word.word, parse_manifest(part.manifest).value()).first;
  return found->second;
}

}  // namespace

HostCommands host_commands() {
  HostCommands host;
  for (std::size_t i = 0; i < host_parts_count; ++i) host.words.push_back(host_parts[i].word);
  host.manifest = manifest_of;
  return host;
}

std::string host_manifest_text() {
  json::object whole = json::parse(host_parts[0].manifest).as_object();
  for (std::size_t i = 1; i < host_parts_count; ++i) {
    const auto part = json::parse(host_parts[i].manifest);
    for (const auto* list : {"roots", "commands"})
      for (const auto& one : part.at(list).as_array()) whole[list].as_array().push_back(one);
  }
  return json::serialize(whole);
}

}  // namespace chitty::host
