#include <chitty/browser.hpp>

namespace chitty {

Result<Visit> Visit::expect(const chitty_browser* table, chitty_call* call, std::string_view path, std::uint32_t port) {
  if (!CHITTY_OFFERS(table, release)) return detail::missing(CHITTY_EXT_BROWSER);
  std::string url;
  const auto sink = abi::sink_to(url);
  const auto wanted = abi::borrow(path);
  chitty_visit* raw = nullptr;
  if (auto done = detail::ask(table->listen, call, port, &wanted, &sink, &raw); !done) return done.error();
  return Visit(table, raw, std::move(url));
}

Result<json::object> Visit::wait() {
  std::string query;
  const auto sink = abi::sink_to(query);
  if (auto done = detail::ask(table_->wait, raw_.get(), &sink); !done) return done.error();
  return json::parse(query).as_object();
}

void Visit::answer(std::string_view text) {
  const auto given = abi::borrow(text);
  table_->answer(raw_.get(), &given);
}

}  // namespace chitty
