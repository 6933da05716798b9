// A long text in parts that are found one by one: what is said near each other stays together.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chittycontextual {

struct Passage {
  std::string place;  // where it begins: a JSON Pointer in a session, "0" "1200" … (bytes) in a text
  std::string text;
};

// Of a text that is no longer than a passage, itself.
std::vector<Passage> passages_of(std::string_view text);

// What a session says: every text in its JSON that has letters, a message's role before it, in the order in which they stand there. At
// most so many passages as a session of some megabytes has.
std::vector<Passage> passages_of(const boost::json::value& session);

}  // namespace chittycontextual
