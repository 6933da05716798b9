#include "view/libjq.hpp"

#include "base/process/shared_library.hpp"

namespace chitty::host {
namespace {

template <class Function>
bool look_up(const SharedLibrary& library, Function& function, const char* name) {
  function = reinterpret_cast<Function>(library.symbol(name));
  return function != nullptr;
}

Result<LibJq> open_libjq() {
  static const auto library = SharedLibrary::open("libjq.so.1");
  if (!library)
    return make_error(Code::not_supported, "--jq needs libjq, which is not installed.",
                      "Install it: sudo apt-get install libjq1");
  LibJq jq{};
  const auto& from = *library;
  const bool whole =
      look_up(from, jq.init, "jq_init") && look_up(from, jq.teardown, "jq_teardown") &&
      look_up(from, jq.set_attr, "jq_set_attr") && look_up(from, jq.set_error_cb, "jq_set_error_cb") &&
      look_up(from, jq.set_input_cb, "jq_set_input_cb") && look_up(from, jq.set_debug_cb, "jq_set_debug_cb") &&
      look_up(from, jq.invalid, "jv_invalid") && look_up(from, jq.compile, "jq_compile") &&
      look_up(from, jq.start, "jq_start") && look_up(from, jq.next, "jq_next") &&
      look_up(from, jq.halted, "jq_halted") && look_up(from, jq.error_message, "jq_get_error_message") &&
      look_up(from, jq.kind, "jv_get_kind") && look_up(from, jq.free, "jv_free") && look_up(from, jq.copy, "jv_copy") &&
      look_up(from, jq.array, "jv_array") && look_up(from, jq.string, "jv_string") &&
      look_up(from, jq.string_value, "jv_string_value") && look_up(from, jq.string_length, "jv_string_length_bytes") &&
      look_up(from, jq.has_message, "jv_invalid_has_msg") && look_up(from, jq.message, "jv_invalid_get_msg") &&
      look_up(from, jq.parse, "jv_parse_sized") && look_up(from, jq.dump, "jv_dump_string");
  if (!whole)
    return make_error(Code::not_supported, "The installed libjq lacks a function that --jq needs.",
                      "Install jq 1.6 or newer.");
  return jq;
}

}  // namespace

Result<const LibJq*> libjq() {
  static const Result<LibJq> opened = open_libjq();
  if (!opened) return opened.error();
  return &*opened;
}

}  // namespace chitty::host
