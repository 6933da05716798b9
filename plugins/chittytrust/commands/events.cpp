// chitty trust events import: events from standard input.
#include <chitty/bulk.hpp>
#include <chittytrust_names.hpp>

namespace chittytrust::commands {

using namespace chitty;

Result<Reply> events_import(Host& host) {
  return send_bulk(host, {.path = "/api/trust/events", .unit = "events", .done = "recorded"});
}

}  // namespace chittytrust::commands
