#include <boost/json/serialize.hpp>
#include <chitty/abi.hpp>

#include "app/abi.hpp"
#include "app/browser.hpp"
#include "app/call/dry_run.hpp"
#include "config/secret/secrets.hpp"
#include "net/network.hpp"

// One visit being waited for, as the plugin holds it.
struct chitty_visit {
  chitty_call& call;
  std::unique_ptr<chitty::host::Visitor> visitor;
};

namespace chitty::host {

namespace {

chitty_status give(const chitty_sink* sink, const std::string& text) {
  return sink->write(sink->context, text.data(), text.size());
}

chitty_status CHITTY_CALL listen(chitty_call* call, uint32_t port, const chitty_str* path, const chitty_sink* url,
                                 chitty_visit** out, chitty_error* error) {
  *out = nullptr;
  return abi::guarded(error, [&]() -> chitty_status {
    const auto network = open_network(call->run.paths.library);
    if (!network) return abi::fill(error, network.error());
    auto visitor = (*network)->expect_visit(port, abi::view(path));
    if (!visitor) return abi::fill(error, visitor.error());
    if (const auto given = give(url, (*visitor)->url()); given != CHITTY_OK) return given;
    *out = new chitty_visit{*call, std::move(*visitor)};
    return CHITTY_OK;
  });
}

chitty_status CHITTY_CALL open(chitty_call* call, const chitty_str* url, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (is_dry(*call)) return abi::fill(error, only_told(*call, "open in the browser: " + std::string(abi::view(url))));
    const auto done = open_in_browser(abi::view(url), variables_of_this_process(), call->run.cancel);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

chitty_status CHITTY_CALL wait(chitty_visit* visit, const chitty_sink* query, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    if (is_dry(visit->call)) return abi::fill(error, only_told(visit->call, "wait at " + visit->visitor->url() + " for the browser"));
    const auto brought = visit->visitor->wait(visit->call.run.cancel);
    return brought ? give(query, json::serialize(*brought)) : abi::fill(error, brought.error());
  });
}

// Secrets that the text may have picked up on its way are taken out of it: a page is output like any other.
void CHITTY_CALL answer(chitty_visit* visit, const chitty_str* text) {
  abi::guarded(nullptr, [&]() -> chitty_status {
    visit->visitor->answer(redact(std::string(abi::view(text))));
    return CHITTY_OK;
  });
}

void CHITTY_CALL release(chitty_visit* visit) { delete visit; }

}  // namespace

const chitty_browser& browser_table() {
  static const chitty_browser table{sizeof(chitty_browser), 0, listen, open, wait, answer, release};
  return table;
}

}  // namespace chitty::host
