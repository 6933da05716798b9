// YAML with the place of each value, as far as it says what JSON can say (the core schema of YAML 1.2). libyaml reads it; what aliases
// repeat is counted, so that a small file cannot become a large value.
#pragma once

#include <optional>

#include "reading.hpp"

struct yaml_event_s;
struct yaml_parser_s;

namespace chittyconnect::openapi {

class YamlReader {
 public:
  YamlReader(std::string_view text, Places& places) : text_(text), places_(places) {}
  chitty::Result<json::value> read();

 private:
  struct Event;
  struct Anchored {
    std::optional<json::value> value{};  // nothing while it is being read
    std::size_t values = 0;
  };
  chitty::Result<Event> event();
  chitty::Result<json::value> value(const Event& begun, const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> sequence(const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> mapping(const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> document();

  std::string_view text_;
  Places& places_;
  yaml_parser_s* parser_ = nullptr;
  std::map<std::string, Anchored> anchors_;
  std::size_t values_ = 0;
};

}  // namespace chittyconnect::openapi
