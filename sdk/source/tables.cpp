#include <chitty/tables.hpp>

namespace chitty {

namespace {

template <class Table>
void look_up(const chitty_host& host, const Table*& table, std::string_view id) {
  const chitty_str name = abi::borrow(id);
  table = static_cast<const Table*>(host.get_extension(&name));
}

}  // namespace

HostTables::HostTables(const chitty_host* from) : host(from) {
  if (!from) return;
  look_up(*from, call, CHITTY_EXT_CALL);
  look_up(*from, log, CHITTY_EXT_LOG);
  look_up(*from, output, CHITTY_EXT_OUTPUT);
  look_up(*from, input, CHITTY_EXT_INPUT);
  look_up(*from, terminal, CHITTY_EXT_TERMINAL);
  look_up(*from, http, CHITTY_EXT_HTTP);
  look_up(*from, config, CHITTY_EXT_CONFIG);
  look_up(*from, local, CHITTY_EXT_LOCAL);
  look_up(*from, probe, CHITTY_EXT_PROBE);
  look_up(*from, child, CHITTY_EXT_CHILD);
  look_up(*from, catalogue, CHITTY_EXT_CATALOGUE);
  look_up(*from, settings, CHITTY_EXT_SETTINGS);
  look_up(*from, fetch, CHITTY_EXT_FETCH);
  look_up(*from, exchange, CHITTY_EXT_EXCHANGE);
  look_up(*from, store, CHITTY_EXT_STORE);
  look_up(*from, blobs, CHITTY_EXT_BLOBS);
  look_up(*from, crypto, CHITTY_EXT_CRYPTO);
  look_up(*from, events, CHITTY_EXT_EVENTS);
  look_up(*from, browser, CHITTY_EXT_BROWSER);
  look_up(*from, run, CHITTY_EXT_RUN);
  look_up(*from, peer, CHITTY_EXT_PEER);
}

namespace detail {

Error missing(std::string_view id) {
  return make_error(Code::not_supported, "This host does not offer " + std::string(id) + ".", "Update chitty.");
}

}  // namespace detail

}  // namespace chitty
