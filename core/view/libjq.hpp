// libjq, opened at its first use. Only types come from jq.h; nothing is linked.
#pragma once

#include <jq.h>

#include <chitty/error.hpp>

namespace chitty::host {

// The functions that we use.
struct LibJq {
  decltype(&::jq_init) init;
  decltype(&::jq_teardown) teardown;
  decltype(&::jq_set_attr) set_attr;
  decltype(&::jq_set_error_cb) set_error_cb;
  decltype(&::jq_set_input_cb) set_input_cb;
  decltype(&::jq_set_debug_cb) set_debug_cb;
  decltype(&::jq_compile) compile;
  decltype(&::jq_start) start;
  decltype(&::jq_next) next;
  decltype(&::jq_halted) halted;
  decltype(&::jq_get_error_message) error_message;
  decltype(&::jv_get_kind) kind;
  decltype(&::jv_free) free;
  decltype(&::jv_copy) copy;
  decltype(&::jv_array) array;
  decltype(&::jv_string) string;
  decltype(&::jv_string_value) string_value;
  decltype(&::jv_string_length_bytes) string_length;
  decltype(&::jv_invalid) invalid;
  decltype(&::jv_invalid_has_msg) has_message;
  decltype(&::jv_invalid_get_msg) message;
  decltype(&::jv_parse_sized) parse;
  decltype(&::jv_dump_string) dump;
};

// NOT_SUPPORTED when it is not installed. The library stays open to the end.
Result<const LibJq*> libjq();

}  // namespace chitty::host
