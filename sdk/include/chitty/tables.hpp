// The host's tables as the C++ face holds them, and how their slots are called. Nothing here for a plugin to use.
#ifndef CHITTY_TABLES_HPP
#define CHITTY_TABLES_HPP

#include <chitty/abi.hpp>
#include <string>
#include <string_view>

namespace chitty {

// The host's tables, looked up once at the entry. A null table is a normal answer (ABI-09).
struct HostTables {
  std::string_view plugin;  // the name of this plugin, as its manifest has it
  const chitty_host* host = nullptr;
  const chitty_call_api* call = nullptr;
  const chitty_log* log = nullptr;
  const chitty_output* output = nullptr;
  const chitty_input* input = nullptr;
  const chitty_http* http = nullptr;
  const chitty_config* config = nullptr;
  const chitty_local* local = nullptr;
  const chitty_exchange* exchange = nullptr;
  const chitty_store* store = nullptr;
  const chitty_blobs* blobs = nullptr;
  const chitty_crypto* crypto = nullptr;
  const chitty_events* events = nullptr;
  const chitty_browser* browser = nullptr;
  const chitty_run* run = nullptr;
  const chitty_peer* peer = nullptr;

  explicit HostTables(const chitty_host* from = nullptr) : host(from) {
    if (!from) return;
    ask(call, CHITTY_EXT_CALL), ask(log, CHITTY_EXT_LOG), ask(output, CHITTY_EXT_OUTPUT);
    ask(input, CHITTY_EXT_INPUT), ask(http, CHITTY_EXT_HTTP), ask(config, CHITTY_EXT_CONFIG);
    ask(local, CHITTY_EXT_LOCAL), ask(exchange, CHITTY_EXT_EXCHANGE), ask(store, CHITTY_EXT_STORE);
    ask(blobs, CHITTY_EXT_BLOBS), ask(crypto, CHITTY_EXT_CRYPTO), ask(events, CHITTY_EXT_EVENTS);
    ask(browser, CHITTY_EXT_BROWSER), ask(run, CHITTY_EXT_RUN), ask(peer, CHITTY_EXT_PEER);
  }

 private:
  template <class Table>
  void ask(const Table*& table, std::string_view id) {
    const chitty_str name = abi::borrow(id);
    table = static_cast<const Table*>(host->get_extension(&name));
  }
};

namespace detail {
inline Error missing(std::string_view id) {
  return make_error(Code::not_supported, "This host does not offer " + std::string(id) + ".", "Update chitty.");
}

// Call a fallible slot of a host table: the status, or the error as a value.
template <class Slot, class... Args>
Result<void> ask(Slot slot, Args... args) {
  abi::ErrorSlot slot_error;
  const chitty_status status = slot(args..., slot_error.get());
  if (status != CHITTY_OK) return slot_error.take(status);
  return {};
}
}  // namespace detail

}  // namespace chitty

#endif  // CHITTY_TABLES_HPP
