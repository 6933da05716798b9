// The host as a command's plugin sees it.
#pragma once

#include "app/call/call.hpp"

namespace chitty::host {

// Lives as long as the process.
const chitty_host& command_host();

// The tables that it hands out, one file each (abi_*.cpp).
const chitty_call_api& call_table();
const chitty_log& log_table();
const chitty_output& output_table();
const chitty_input& input_table();
const chitty_terminal& terminal_table();
const chitty_http& http_table();
const chitty_config& config_table();
const chitty_browser& browser_table();
const chitty_run& run_table();
const chitty_crypto& crypto_table();
const chitty_local& local_table();
const chitty_probe& probe_table();
const chitty_child& child_table();
const chitty_catalogue& catalogue_table();

}  // namespace chitty::host
