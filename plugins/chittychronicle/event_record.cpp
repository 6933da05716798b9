#include "event_record.hpp"

#include <chitty/json_text.hpp>

namespace chittychronicle {

namespace json = chitty::json;

const std::string& selected_columns() {
  static const std::string text = [] {
    std::string all;
    for (const auto column : event_columns) all.append(column).append(", ");
    return all + "chain";
  }();
  return text;
}

std::string first_chain(const chitty::Crypto& crypto, std::string_view origin) {
  return crypto.sha256(std::string("chronicle-log/1\n").append(origin));
}

namespace {

void append_value(std::string& text, const json::value& value) {
  if (value.is_string())
    chitty::append_quoted(text, value.get_string());
  else
    text += value.is_null() ? std::string("null") : json::serialize(value);
}

}  // namespace

std::string text_of(const chitty::Row& event) {
  std::string text = "[\"chronicle-event/1\"";
  text.reserve(512);
  for (const auto column : event_columns) append_value(text += ',', event.at(column));
  return text += ']';
}

std::string chain_of(const chitty::Crypto& crypto, std::string_view before, std::string_view text) {
  return crypto.sha256(std::string(before).append(crypto.sha256(text)));
}

std::string chain_of(const chitty::Crypto& crypto, std::string_view before, const chitty::Row& event) { return chain_of(crypto, before, text_of(event)); }

}  // namespace chittychronicle
