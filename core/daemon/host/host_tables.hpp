// The daemon's side of plugin.h: what services are given at their entry.
#pragma once

#include "daemon/watch/log.hpp"

#include <chitty/plugin.h>

namespace chitty::host::daemon {

// For the life of the process. Offers chitty.call/1, log/1, exchange/1, store/1, blobs/1, crypto/1, events/1, peer/1,
// catalogue/1, fetch/1 and settings/1.
const chitty_host& host_for_services();

// Where chitty.log/1 goes; stderr until told. Before services run.
void set_service_log(Log& log);

// The tables, each in a file of its own.
const chitty_call_api& call_table();
const chitty_log& log_table();
const chitty_exchange& exchange_table();
const chitty_store& store_table();
const chitty_blobs& blobs_table();
const chitty_crypto& crypto_table();
const chitty_events& events_table();
const chitty_peer& peer_table();
const chitty_catalogue& catalogue_table();
const chitty_fetch& fetch_table();
const chitty_settings& settings_table();

}  // namespace chitty::host::daemon
