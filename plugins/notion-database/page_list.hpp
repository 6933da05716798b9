// All pages that a query finds, however many: Notion gives 100 at a time, and 10,000 of one query.
#pragma once

#include <chitty/host.hpp>

#include <functional>
#include <string>

namespace notion_database {

using namespace chitty;

struct Query {
  json::value filter{};
  json::array sorts{};
  bool in_trash = false;
  std::int64_t limit = 0;  // 0: all
};

// Beyond what one query gives, by windows of the time of creation; each page comes once. With `sorts` there can be none of these, and
// then REFUSED says that the list is not whole. MALFORMED: the same cursor twice, no list.
Result<void> each_page(Host& host, const std::string& source, const Query& query, const std::function<Result<void>(const json::value& page)>& use);

}  // namespace notion_database
