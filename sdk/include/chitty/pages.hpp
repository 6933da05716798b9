// For commands that list: a service's list, page by page, as records.
#ifndef CHITTY_PAGES_HPP
#define CHITTY_PAGES_HPP

#include <algorithm>
#include <chitty/host.hpp>
#include <chitty/members.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace chitty {

// The request of one page, from its cursor (empty: the first) and how many records it may have.
using PageRequest = std::function<Request(const std::string& cursor, const std::string& limit)>;

// What is done to each record before it is given; may be empty.
using AdjustRecord = std::function<void(json::object& record)>;

// Ask for page after page and give the records one by one, at most `limit` (0: all). The reply keeps them in the array
// `member`, and the next page's cursor in `metadata.nextCursor` (answers.hpp, page_metadata). MALFORMED when there is
// no such array.
Result<Reply> give_pages(Host& host, std::string_view member, std::int64_t limit, const PageRequest& request,
                         const AdjustRecord& adjust = {});

}  // namespace chitty

#endif  // CHITTY_PAGES_HPP
