// Values as text, the same from every engine:
//
//                JSON                                           CSV
//   NULL         null                                           nothing, without quotes
//   text         "…"                                            as RFC 4180; the empty one is ""
//   integer      digits; beyond 2^53 a text of them             digits
//   real         digits with '.' or 'e'; "NaN", "Infinity"      the same, without quotes
//   numeric      a text of its digits                           digits
//   flag         true, false                                    true, false
//   bytes        {"base64":"…"}                                 \x and hexadecimal digits
//   all other    a text, as the database shows it               the same
#pragma once

#include "daemon/store/owner_session.hpp"

#include <string>

namespace chitty::host::daemon {

void append_json(std::string& out, const Cell& cell);
void append_csv(std::string& out, const Cell& cell);

}  // namespace chitty::host::daemon
