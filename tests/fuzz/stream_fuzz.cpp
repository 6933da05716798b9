// Any bytes as an event stream and as NDJSON: however they are cut on their way, the same records come. The first byte says
// which of the two, and how long the pieces are.
#include <boost/json/array.hpp>

#include "input.hpp"
#include "request/events.hpp"

namespace {

using namespace chitty;

struct Came {
  json::array records;
  bool wrong = false;
  bool operator==(const Came&) const = default;
};

Came records(bool is_sse, std::string_view bytes, std::size_t piece) {
  const auto stream = is_sse ? host::sse_stream() : host::ndjson_stream();
  Came came;
  const auto give = [&](json::value record) {
    came.records.push_back(std::move(record));
    return Result<void>();
  };
  for (; !came.wrong && !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    came.wrong = !stream->take(bytes.substr(0, piece), give);
  came.wrong = came.wrong || !stream->end(give);
  return came;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto bytes = fuzz::text_of(data + 1, size - 1);
  const bool is_sse = data[0] & 1;
  fuzz::require(records(is_sse, bytes, bytes.size()) == records(is_sse, bytes, (data[0] >> 1) + 1));
  return 0;
}
