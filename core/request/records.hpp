// The records of a list, page by page: each handed on before the next page is asked for, so that memory stays constant.
#pragma once

#include "request/draft.hpp"
#include "request/events.hpp"

namespace chitty::host {

// At most `limit` records (none: all). MALFORMED when a page has no list where one was promised; an error of a later page
// is an error, never a shorter list; errors of `give` end it.
Result<void> each_record(const DeclaredRequest& request, Values& values, std::optional<std::int64_t> limit, const GiveRecord& give);

}  // namespace chitty::host
