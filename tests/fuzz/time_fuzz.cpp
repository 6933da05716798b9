// Any text as a time or a duration: a value that a 64-bit count of milliseconds holds, or a sentence.
#include "base/time.hpp"
#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chitty;
  constexpr host::UnixMs now = 1'795'000'000'000;
  const auto text = fuzz::text_of(data, size);
  if (const auto time = host::parse_time(text, now)) {
    const auto again = host::parse_time(rfc3339(*time), now);
    if (*time >= 0 && *time < 253'402'300'800'000) fuzz::require(again && *again == *time);
  } else {
    fuzz::require(!time.error().message.empty());
  }
  if (const auto duration = host::parse_duration(text); !duration) fuzz::require(!duration.error().message.empty());
  return 0;
}
