// Any JSON as a manifest: parsed or refused in words, its schemas, routes and requests proven without end or crash, and each
// declared request read as the host does before it sends one.
#include <boost/json/parse.hpp>
#include <manifest/proofs.hpp>

#include "input.hpp"
#include "manifest/manifest.hpp"
#include "request/words.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chitty;
  const auto text = fuzz::text_of(data, size);
  const auto manifest = host::parse_manifest(text);
  if (!manifest) {
    fuzz::require(!manifest.error().message.empty());
    return 0;
  }
  for (const auto& command : manifest->commands)
    if (const auto words = host::read_request(*manifest, command); !words) fuzz::require(!words.error().message.empty());
  return 0;
}
