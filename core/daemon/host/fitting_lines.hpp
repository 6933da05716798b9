// The lines of a body (NDJSON), each held against its schema before the service sees it. A line may come in pieces; no more of
// the body is held than one line.
#pragma once

#include <chitty/error.hpp>
#include <chitty/route_shape.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/wire/exchange.hpp"
#include "manifest/manifest.hpp"

namespace chitty::host::daemon {

class FittingLines {
 public:
  // Pays for `units` requests more: an error when there are not so many left.
  using Pay = std::function<std::optional<Error>(std::uint64_t units)>;

  // `cost` and `pay`: what lines count for, and who pays; the first unit of a request is paid for.
  FittingLines(Exchange& exchange, const RouteShape& shape, RouteCost cost = {}, Pay pay = {})
      : exchange_(exchange), shape_(shape), cost_(std::move(cost)), pay_(std::move(pay)) {}
  static constexpr std::size_t longest = 1u << 20;

  // The next line that is not blank, without its end; nothing at the end of the body. INVALID_ARGUMENT when it does not fit,
  // or is longer than `longest`, RATE_LIMITED when it counts for more than there is left; the next call goes on behind it. What
  // the wire says. A byte order mark at the beginning is no part of the first line.
  // `numbered`: the error names the line by its number; without, that is told beside it.
  Result<std::optional<std::string_view>> next(bool numbered = false);
  std::uint64_t number() const { return number_; }  // of the line that `next` gave or refused, blank ones counted

  // The same as bytes, each line with its end: up to `capacity` of them, 0 at the end. A line that does not fit is a failure.
  Result<std::size_t> read(char* buffer, std::size_t capacity);

 private:
  Result<bool> take_line(bool numbered);  // to line_; false at the end

  std::optional<Error> pay_for_line(bool fits);

  Exchange& exchange_;
  const RouteShape& shape_;
  const RouteCost cost_;
  const Pay pay_;
  std::uint64_t asked_for_ = 0, paid_ = 1;
  std::string gathered_, line_;
  std::size_t taken_ = 0, given_ = 0;  // of gathered_, of line_ by `read`
  std::uint64_t number_ = 0;
  bool ended_ = false, too_long_ = false;
};

}  // namespace chitty::host::daemon
