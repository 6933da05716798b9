// From one page to the next: a token into a slot, a whole URL, or counting. Constant memory, whatever the number of pages.
#pragma once

#include "request/draft.hpp"
#include "request/place.hpp"

namespace chitty::host {

class Pager {
 public:
  explicit Pager(const Paging& paging) : paging_(paging) {}

  // How many records are still wanted (none: all): the size of the page that is asked for.
  Result<void> size(Draft& draft, std::optional<std::int64_t> wanted);

  // After a page of `records`: the draft is that of the next page, or false when it was the last. MALFORMED when the pages
  // go in a circle, or the service says that there is more and not where; REFUSED for a next page that is no address.
  Result<bool> next(Draft& draft, const Seen& seen, std::size_t records);

 private:
  Result<bool> next_by_token(Draft& draft, const Seen& seen);
  Result<bool> next_by_count(Draft& draft, const Seen& seen, std::size_t records);
  Result<void> not_seen(const std::string& token);

  const Paging& paging_;
  std::int64_t asked_ = 0;           // records in this page, when a size was asked for
  std::int64_t at_ = 0, given_ = 0;  // counting: where this page begins; all records so far
  bool counting_ = false;
  std::string before_, kept_;  // Brent: the token before, and one from further back
  std::uint64_t steps_ = 0, until_ = 1;
};

}  // namespace chitty::host
