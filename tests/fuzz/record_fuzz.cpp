// Any bytes as a plugin's file: a row comes out, usable or with a reason. The first byte chooses how deep to begin, so
// that the JSON and the schema are reached as well as the headers.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "plugin/candidate.hpp"
#include "plugin/testing/fake_library.hpp"

namespace {

void examine(std::string_view bytes) {
  const auto row = chitty::host::examine("/p/fuzz.so", bytes, chitty::host::this_host());
  // A refused one says why and what to do; a usable one has a name and a manifest that can be read.
  const bool told = !row.reason.empty() && !row.hint.empty();
  const bool usable = row.reason.empty() && !row.name.empty() && chitty::host::parse_manifest(row.manifest).has_value();
  if (!told && !usable) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  chitty::host::testing::FakeLibrary library;
  switch (data[0] % 4) {
    case 0:
      examine(bytes);
      break;
    case 1:
      examine(library.with_manifest(bytes).bytes());
      break;
    case 2:
      library.record = bytes, examine(library.bytes());
      break;
    default: {
      // A whole library with the bytes written over it, at a place that they choose.
      std::string file = library.bytes();
      if (bytes.size() < 3) return 0;
      const auto at = (static_cast<std::size_t>(data[1]) | static_cast<std::size_t>(data[2]) << 8) % file.size();
      file.replace(at, bytes.size() - 2, bytes.substr(2));
      examine(file);
    }
  }
  return 0;
}
