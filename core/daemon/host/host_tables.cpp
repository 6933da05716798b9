#include "daemon/host/host_tables.hpp"

#include <chitty/abi.hpp>

namespace chitty::host::daemon {
namespace {

const void* CHITTY_CALL get_extension(const chitty_str* id) {
  const auto name = abi::view(id);
  if (name == CHITTY_EXT_CALL) return &call_table();
  if (name == CHITTY_EXT_LOG) return &log_table();
  if (name == CHITTY_EXT_EXCHANGE) return &exchange_table();
  if (name == CHITTY_EXT_STORE) return &store_table();
  if (name == CHITTY_EXT_BLOBS) return &blobs_table();
  if (name == CHITTY_EXT_CRYPTO) return &crypto_table();
  if (name == CHITTY_EXT_EVENTS) return &events_table();
  if (name == CHITTY_EXT_PEER) return &peer_table();
  if (name == CHITTY_EXT_CATALOGUE) return &catalogue_table();
  if (name == CHITTY_EXT_FETCH) return &fetch_table();
  if (name == CHITTY_EXT_SETTINGS) return &settings_table();
  return nullptr;
}

}  // namespace

const chitty_host& host_for_services() {
  static const chitty_host host{sizeof(chitty_host), CHITTY_ABI_MAJOR, CHITTY_ABI_MINOR, 0, abi::borrow("chittyd"),
                                abi::borrow(CHITTY_VERSION), get_extension};
  return host;
}

}  // namespace chitty::host::daemon
