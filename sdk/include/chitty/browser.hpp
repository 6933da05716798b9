// The person's browser, for what must be agreed to there (plugin.h, chitty.browser/1): listen, send the person to a
// page, wait for the one visit that brings the answer, and tell them how it went.
#ifndef CHITTY_BROWSER_HPP
#define CHITTY_BROWSER_HPP

#include <boost/json/object.hpp>
#include <chitty/tables.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace chitty {

// One visit being waited for, from `Host::expect_visit`. Lives within the call.
class Visit {
 public:
  static Result<Visit> expect(const chitty_browser* table, chitty_call* call, std::string_view path,
                              std::uint32_t port);

  // Where it is visited: "http://127.0.0.1:PORT/callback".
  const std::string& url() const { return url_; }

  // Its query parameters as strings, once somebody has come; TIMEOUT or CANCELLED when nobody has. MALFORMED for a query
  // that nobody can read. May be asked again: for whoever comes next.
  Result<json::object> wait();

  // What the page says to the visitor; after `wait`.
  void answer(std::string_view text);

 private:
  Visit(const chitty_browser* table, chitty_visit* raw, std::string url)
      : table_(table), raw_(raw, table->release), url_(std::move(url)) {}

  const chitty_browser* table_;
  std::unique_ptr<chitty_visit, void(CHITTY_CALL*)(chitty_visit*)> raw_;
  std::string url_;
};

}  // namespace chitty

#endif  // CHITTY_BROWSER_HPP
