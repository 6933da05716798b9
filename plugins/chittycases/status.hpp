// The statuses of a case, and which may follow which. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chittycases {

struct Status {
  std::string_view name;
  std::vector<std::string_view> next;  // what may follow it
};
std::span<const Status> statuses();

// The status of that name, in whatever case; "active" and "appeal" are older names of two. Null: there is none.
const Status* status_named(std::string_view name);

bool may_follow(const Status& from, const Status& to);

// "discovery, settled or closed".
std::string listed(const std::vector<std::string_view>& names);

}  // namespace chittycases
