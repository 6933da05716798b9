// JSON with the place of each value (RFC 8259), strictly.
#pragma once

#include "reading.hpp"

namespace chittyconnect::openapi {

class JsonReader {
 public:
  JsonReader(std::string_view text, Places& places) : text_(text), places_(places) {}
  chitty::Result<json::value> read();

 private:
  chitty::Result<json::value> value(const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> object(const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> array(const std::string& pointer, std::size_t depth);
  chitty::Result<json::value> scalar();
  chitty::Result<std::string> string();
  void skip_space();
  void step();
  chitty::Error wrong(std::string_view why) const { return not_readable(at_, why); }
  char next() const { return here_ < text_.size() ? text_[here_] : '\0'; }

  std::string_view text_;
  Places& places_;
  std::size_t here_ = 0, values_ = 0;
  Place at_;
};

}  // namespace chittyconnect::openapi
