#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/abi.hpp>
#include <chitty/members.hpp>
#include <thread>

#include "app/abi.hpp"
#include "base/text.hpp"

namespace chitty::host {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_addresses = 1000, most_at_once = 32, most_kept = 64u << 10;
constexpr milliseconds longest(600'000), between_looks(2);

// What one address answers. Its whole time is the token's; nothing else goes on for longer.
json::object answer_of(Transport& transport, const std::string& url, const NetOptions& options, const CancelToken& cancel) {
  HttpRequest request;
  request.method = "GET";
  request.url = url;
  request.follow = false;
  request.headers.emplace_back("Accept", "application/json");
  auto reply = transport.send(request, options, cancel);
  if (!reply) return {{"reason", reply.error().code == Code::timeout ? "timeout" : text_in(reply.error().details, "reason")}, {"message", reply.error().message}};
  json::object answered{{"status", (*reply)->status()}, {"contentType", (*reply)->header("Content-Type")}};
  std::string body(most_kept, '\0');
  std::size_t size = 0;
  while (size < body.size()) {
    const auto got = (*reply)->read(body.data() + size, body.size() - size);
    if (!got) return {{"reason", got.error().code == Code::timeout ? "timeout" : "cut_off"}, {"message", got.error().message}};
    if (*got == 0) break;
    size += *got;
  }
  body.resize(size);
  if (is_utf8(body)) answered["body"] = body;
  return answered;
}

// One address and its own deadline, on one of the threads.
struct Probe {
  std::string url;
  CancelToken cancel;
  json::object answered;
  std::atomic<bool> done{false};

  void run(Transport& transport, const NetOptions& options) noexcept {
    const auto began = CancelToken::Clock::now();
    cancel.set_deadline(began + options.timeout);
    try {
      answered = answer_of(transport, url, options, cancel);
      answered["durationMs"] = std::chrono::duration_cast<milliseconds>(CancelToken::Clock::now() - began).count();
    } catch (...) {
      answered.clear();
    }
    done = true;
  }
};

Result<std::vector<std::unique_ptr<Probe>>> probes_of(std::string_view urls) {
  boost::system::error_code ec;
  const auto value = json::parse(urls, ec);
  if (ec || !value.is_array() || value.get_array().empty() || value.get_array().size() > most_addresses)
    return make_error(Code::invalid_argument, "the addresses to be asked are not a list of 1 to " + std::to_string(most_addresses) + " texts");
  std::vector<std::unique_ptr<Probe>> probes;
  for (const auto& url : value.get_array()) {
    if (!url.is_string()) return make_error(Code::invalid_argument, "an address to be asked is not a text");
    probes.push_back(std::make_unique<Probe>());
    probes.back()->url = url.get_string();
  }
  return probes;
}

// Each thread takes the next one; this thread waits, and hands on the wish to stop.
Result<void> ask_all(Run& run, std::vector<std::unique_ptr<Probe>>& probes, milliseconds each) {
  auto transport = run.transport();
  if (!transport) return transport.error();
  NetOptions options = run.net_options();
  options.timeout = each;
  options.retries = 0;
  options.trace = nullptr, options.waiting = nullptr;  // neither may be called from several threads
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(probes.size(), most_at_once); ++i)
    threads.emplace_back([&] {
      for (std::size_t at; (at = next++) < probes.size() && !run.cancel.cancelled();) probes[at]->run(**transport, options);
    });
  for (const auto& probe : probes)
    while (!probe->done) {
      if (run.cancel.wait(between_looks)) continue;
      for (const auto& one : probes) one->cancel.cancel(run.cancel.why());
      threads.clear();
      return make_error(run.cancel.why() == CancelToken::Why::timed_out ? Code::timeout : Code::cancelled, "The addresses were not all asked: the command was to stop.");
    }
  return {};
}

chitty_status CHITTY_CALL get(chitty_call* call, const chitty_str* urls, uint64_t each, const chitty_sink* results, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    auto probes = probes_of(abi::view(urls));
    if (!probes) return abi::fill(error, probes.error());
    if (auto asked = ask_all(call->run, *probes, std::min(milliseconds(each), longest)); !asked) return abi::fill(error, asked.error());
    json::array all;
    for (auto& probe : *probes) all.push_back(std::move(probe->answered));
    const auto text = json::serialize(all);
    return results->write(results->context, text.data(), text.size());
  });
}

}  // namespace

const chitty_probe& probe_table() {
  static const chitty_probe table{sizeof(chitty_probe), 0, get};
  return table;
}

}  // namespace chitty::host
