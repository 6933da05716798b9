// A request of a service to an address elsewhere (plugin.h, chitty.fetch/1): a model, a webhook, somebody's API. TLS, proxies,
// redirects and what must not be reached are the host's. From `Service::fetch`.
#ifndef CHITTY_FETCH_HPP
#define CHITTY_FETCH_HPP

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chitty/tables.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chitty {

namespace json = boost::json;

struct Fetch {
  std::string url{};  // absolute, http or https
  std::string method = "GET";
  json::object headers{};  // Authorization may be among them; it goes to no other host
  std::string body{};
  std::function<std::size_t(char*, std::size_t)> source{};  // the body as a stream, instead of `body`; 0 ends it
  bool repeatable = false;                                  // may be sent again though its method is not safe
  std::chrono::milliseconds patience{0};                    // for the head, and for each wait for more; 0: 30 s
};

// A reply whose head has come, whatever its status. Lives within the call.
class Fetched {
 public:
  int status() const { return status_; }
  bool succeeded() const { return status_ / 100 == 2; }
  std::string header(std::string_view name) const;          // in lower case; empty when absent
  const json::object& headers() const { return headers_; }  // names in lower case

  // Up to `capacity` bytes of the body, as soon as there are some; 0 at its end.
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  // The whole body; MALFORMED when it is longer.
  Result<std::string> read_all(std::size_t most = std::size_t{16} << 20);

  // The whole body as JSON; MALFORMED when it is none.
  Result<json::value> read_json(std::size_t most = std::size_t{16} << 20);

 private:
  friend class Service;
  static Result<Fetched> send(const chitty_fetch* table, chitty_call* call, const Fetch& fetch);
  Fetched(const chitty_fetch* table, chitty_http_response* raw) : table_(table), raw_(raw, table->release) {}

  const chitty_fetch* table_;
  std::unique_ptr<chitty_http_response, void(CHITTY_CALL*)(chitty_http_response*)> raw_;
  int status_ = 0;
  json::object headers_;
};

}  // namespace chitty

#endif  // CHITTY_FETCH_HPP
