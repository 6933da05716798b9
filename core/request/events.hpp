// A stream cut into records: lines of NDJSON, events of text/event-stream (WHATWG HTML, 9.2.6). Bytes come in any pieces.
#pragma once

#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace chitty::host {

using GiveRecord = std::function<Result<void>(boost::json::value record)>;

class EventStream {
 public:
  virtual ~EventStream() = default;
  // MALFORMED for a line that is not JSON, or is longer than 64 MiB; else the error of `give`.
  virtual Result<void> take(std::string_view bytes, const GiveRecord& give) = 0;
  // At the end of the bytes. MALFORMED when a line or an event was only begun.
  virtual Result<void> end(const GiveRecord& give) = 0;
};

std::unique_ptr<EventStream> ndjson_stream();

// Each event is {"event": "message", "id": …, "data": …}; data that is JSON as such, else as text.
std::unique_ptr<EventStream> sse_stream();

}  // namespace chitty::host
