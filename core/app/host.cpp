#include "app/abi.hpp"

#include <chitty/abi.hpp>

namespace chitty::host {

namespace {

const void* CHITTY_CALL get_extension(const chitty_str* id) {
  struct Offer {
    std::string_view id;
    const void* table;
  };
  static const Offer offers[] = {
      {CHITTY_EXT_CALL, &call_table()},
      {CHITTY_EXT_LOG, &log_table()},
      {CHITTY_EXT_OUTPUT, &output_table()},
      {CHITTY_EXT_INPUT, &input_table()},
      {CHITTY_EXT_TERMINAL, &terminal_table()},
      {CHITTY_EXT_HTTP, &http_table()},
      {CHITTY_EXT_CONFIG, &config_table()},
      {CHITTY_EXT_BROWSER, &browser_table()},
      {CHITTY_EXT_RUN, &run_table()},
      {CHITTY_EXT_CRYPTO, &crypto_table()},
      {CHITTY_EXT_LOCAL, &local_table()},
      {CHITTY_EXT_PROBE, &probe_table()},
      {CHITTY_EXT_CHILD, &child_table()},
      {CHITTY_EXT_CATALOGUE, &catalogue_table()},
  };
  for (const auto& offer : offers)
    if (offer.id == abi::view(id)) return offer.table;
  return nullptr;
}

}  // namespace

const chitty_host& command_host() {
  static const chitty_host host{sizeof(chitty_host), CHITTY_ABI_MAJOR, CHITTY_ABI_MINOR, 0,
                                abi::borrow("chitty"), abi::borrow(CHITTY_VERSION), get_extension};
  return host;
}

}  // namespace chitty::host
