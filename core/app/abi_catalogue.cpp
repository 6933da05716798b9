#include <chitty/abi.hpp>

#include "app/abi.hpp"
#include "builtin/host_manifest.hpp"
#include "plugin/catalogue_records.hpp"

namespace chitty::host {

namespace {

chitty_status CHITTY_CALL plugins(chitty_call* call, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    chitty_status wanted = CHITTY_OK;
    (void)catalogue_records(call->run.catalogue(), [&](std::string_view record) -> Result<void> {
      wanted = sink->write(sink->context, record.data(), record.size());
      return wanted == CHITTY_OK ? Result<void>() : make_error(static_cast<Code>(wanted), "The reader of the catalogue wants no more.");
    });
    return wanted;
  });
}

chitty_status CHITTY_CALL builtin(chitty_call*, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto text = host_manifest_text();
    return sink->write(sink->context, text.data(), text.size());
  });
}

}  // namespace

const chitty_catalogue& catalogue_table() {
  static const chitty_catalogue table{sizeof(chitty_catalogue), 0, plugins, builtin};
  return table;
}

}  // namespace chitty::host
