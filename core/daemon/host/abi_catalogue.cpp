// chitty.catalogue/1 for services: what is installed now, which may be more than what this worker has opened.
#include "daemon/host/host_tables.hpp"
#include "daemon/host/service_call.hpp"
#include "daemon/watch/thread_pool.hpp"

#include "plugin/catalogue_records.hpp"

namespace chitty::host::daemon {
namespace {

chitty_status CHITTY_CALL plugins(chitty_call* call, const chitty_sink* sink, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const ThreadPool::Blocking blocking;  // files are looked at
    const auto catalogue = Catalogue::open(ServiceCall::of(call).world.paths);
    chitty_status wanted = CHITTY_OK;
    (void)catalogue_records(catalogue, [&](std::string_view record) -> Result<void> {
      wanted = sink->write(sink->context, record.data(), record.size());
      return wanted == CHITTY_OK ? Result<void>() : make_error(static_cast<Code>(wanted), "The reader of the catalogue wants no more.");
    });
    return wanted;
  });
}

chitty_status CHITTY_CALL builtin(chitty_call*, const chitty_sink*, chitty_error* error) {
  return abi::fill(error, make_error(Code::not_supported, "The daemon has no commands of its own."));
}

}  // namespace

const chitty_catalogue& catalogue_table() {
  static const chitty_catalogue table{sizeof(chitty_catalogue), 0, plugins, builtin};
  return table;
}

}  // namespace chitty::host::daemon
