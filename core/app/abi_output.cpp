#include "app/abi.hpp"
#include "app/call/giving.hpp"

#include <chitty/abi.hpp>
#include <chitty/finite.hpp>

#include <boost/json/parse.hpp>

namespace chitty::host {

namespace {

Error bad_record(chitty_call& call, const std::string& why) {
  if (!call.fault) call.fault = make_error(Code::plugin_fault, "The plugin '" + call.manifest.name + "' wrote a record that is not JSON: " + why + ".",
                                           "Report it to the plugin's publisher.");
  return *call.fault;
}

chitty_status CHITTY_CALL record(chitty_call* call, const chitty_str* text, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto given = abi::view(text);
    if (given.size() > CHITTY_MAX_MESSAGE) return abi::fill(error, bad_record(*call, "it is larger than 64 MiB"));
    boost::system::error_code ec;
    json::parse_options limits;
    limits.max_depth = CHITTY_MAX_DEPTH;
    auto value = json::parse(given, ec, {}, limits);
    if (ec) return abi::fill(error, bad_record(*call, ec.message()));
    if (has_nonfinite(value)) return abi::fill(error, bad_record(*call, "a number is too large"));
    const auto written = give_record(*call, std::move(value), given);
    return written ? CHITTY_OK : abi::fill(error, written.error());
  });
}

chitty_status CHITTY_CALL bytes(chitty_call* call, const void* data, uint64_t length, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto written = give_bytes(*call, {static_cast<const char*>(data), length});
    return written ? CHITTY_OK : abi::fill(error, written.error());
  });
}

void CHITTY_CALL progress(chitty_call* call, uint64_t done, uint64_t total, const chitty_str* label) {
  give_progress(*call, done, total, abi::view(label));
}

void CHITTY_CALL note(chitty_call* call, const chitty_str* text) { give_note(*call, abi::view(text)); }

}  // namespace

const chitty_output& output_table() {
  static const chitty_output table{sizeof(chitty_output), 0, record, bytes, progress, note};
  return table;
}

}  // namespace chitty::host
