// The part of an OpenAPI document that a GPT action takes: at most 30 operations, texts of at most 300 characters, bodies that name
// their members, one way to sign in.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chittyconnect::openapi {

namespace json = boost::json;

struct ActionOrder {
  std::string name;                     // "ChittyOS Sync": operations that its words speak of come first
  std::vector<std::string> services{};  // only of these; none: of all
  std::string server{};                 // https, where the action is to send; empty: where the document says
};

// REFUSED when no operation fits the order.
chitty::Result<json::object> action_of(const json::object& document, const ActionOrder& order);

// A name as a file is called: "ChittyOS Sync" is chittyos-sync.
std::string file_word(std::string_view name);

}  // namespace chittyconnect::openapi
