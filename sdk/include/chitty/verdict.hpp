// What the records of a command amount to, when that is a failure: a check that failed, lines that were refused.
#ifndef CHITTY_VERDICT_HPP
#define CHITTY_VERDICT_HPP

#include <chitty/error.hpp>
#include <chitty/host.hpp>
#include <chitty/request.hpp>
#include <optional>

namespace chitty {

// For a command whose records are all there: the list is shown to its end (as JSON it is closed, and --jq sees it), and then this is
// told. After any other error a list is cut off where it was.
inline Error verdict(Error error) {
  error.details["verdict"] = true;
  return error;
}

inline bool is_verdict(const Error& error) {
  const auto* mark = error.details.if_contains("verdict");
  return mark && *mark == json::value(true);
}

// The reply of a command that checks something, whose record says whether it is `valid`. When it is not, an error in the words of the
// record's member `why`, with the record as details; MALFORMED when the record does not say. `thing`: "identifier".
Result<Reply> judged(const Reply& reply, const std::string& thing, std::string_view why);

// The last record of NDJSON lines that say how far a check is (`checked` of `size`, shown as progress in `unit`), once it says
// whether all is `valid`. Nothing when the service ended before; else the error of the stream or of a line.
Result<std::optional<json::object>> judged_to_the_end(Host& host, const Request& request, std::string_view unit);

}  // namespace chitty

#endif  // CHITTY_VERDICT_HPP
