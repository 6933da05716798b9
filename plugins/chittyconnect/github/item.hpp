// An issue or a pull request, as GitHub's webhooks and its interface both have it.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/service.hpp>
#include <optional>
#include <string>

namespace chittyconnect::github {

using namespace chitty;

struct Item {
  std::string kind;  // "issue", "pull"
  std::int64_t number = 0;
  std::string title{}, state{}, author{}, url{}, updated_at{};
};

// Of a member `issue` or `pull_request`, or of an entry of a list; nothing when it is none.
std::optional<Item> item_in(const json::object& from, std::string_view kind);

// Keep it, unless what is kept is as new: what comes late, or twice, changes nothing. Was it new?
Result<bool> keep(Service& service, std::string_view holder, std::string_view repository, const Item& item, std::string_view heard_by);

}  // namespace chittyconnect::github
