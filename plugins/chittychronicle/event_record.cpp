#include "event_record.hpp"

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

std::string text_of(const chitty::Row& event) {
  json::array values{"chronicle-event/1"};
  for (const auto column : event_columns) values.push_back(event.at(column));
  return json::serialize(values);
}

std::string chain_of(const chitty::Crypto& crypto, std::string_view before, std::string_view text) {
  return crypto.sha256(std::string(before).append(crypto.sha256(text)));
}

std::string chain_of(const chitty::Crypto& crypto, std::string_view before, const chitty::Row& event) { return chain_of(crypto, before, text_of(event)); }

}  // namespace chittychronicle
