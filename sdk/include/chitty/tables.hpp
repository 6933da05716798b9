// The host's tables as the C++ face holds them, and how their slots are called. Nothing here for a plugin to use.
#ifndef CHITTY_TABLES_HPP
#define CHITTY_TABLES_HPP

#include <chitty/abi.hpp>
#include <string>
#include <string_view>

namespace chitty {

// The host's tables, looked up once at the entry. A null table is a normal answer (ABI-09).
struct HostTables {
  std::string_view plugin, version;  // of this plugin, as its manifest has them
  const chitty_host* host = nullptr;
  const chitty_call_api* call = nullptr;
  const chitty_log* log = nullptr;
  const chitty_output* output = nullptr;
  const chitty_input* input = nullptr;
  const chitty_terminal* terminal = nullptr;
  const chitty_http* http = nullptr;
  const chitty_config* config = nullptr;
  const chitty_local* local = nullptr;
  const chitty_probe* probe = nullptr;
  const chitty_child* child = nullptr;
  const chitty_catalogue* catalogue = nullptr;
  const chitty_settings* settings = nullptr;
  const chitty_fetch* fetch = nullptr;
  const chitty_exchange* exchange = nullptr;
  const chitty_store* store = nullptr;
  const chitty_blobs* blobs = nullptr;
  const chitty_crypto* crypto = nullptr;
  const chitty_events* events = nullptr;
  const chitty_browser* browser = nullptr;
  const chitty_run* run = nullptr;
  const chitty_peer* peer = nullptr;

  explicit HostTables(const chitty_host* from = nullptr);
};

namespace detail {
Error missing(std::string_view id);

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
