// The routes that list: one statement, by kind.
#pragma once

#include <chitty/service.hpp>

namespace chittyregistry {

struct Listing {
  std::string_view kind, member;
  std::string category, tag, cursor;
  std::int64_t limit = 50;
  std::string health{};
};

// In the order of names; the next page begins behind the last one.
chitty::Result<chitty::Response> answer_list(chitty::Service& service, const Listing& wanted);

}  // namespace chittyregistry
