// What a platform's own OpenAPI description says of how to reach it.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <string>
#include <vector>

namespace chittyconnect::integrations {

namespace json = boost::json;

struct Described {
  std::string base_url;  // of its first server; empty: it names none, or one with variables
  std::string header;    // the field of an API key; empty: a bearer token
  std::vector<std::string> operations{};
};

// INVALID_ARGUMENT when the file is no OpenAPI document; REFUSED when it is no valid one, in the words of its first problem.
chitty::Result<Described> described_in(const std::string& path);
Described described_by(const json::object& document);

}  // namespace chittyconnect::integrations
