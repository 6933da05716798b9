// Any bytes as a shared library: what is read of it stays within the file. The bytes are also written over a good one, at a
// place that they choose, so that tables behind the head are reached.
#include <algorithm>
#include <string>

#include "input.hpp"
#include "plugin/elf.hpp"
#include "plugin/elf_needs.hpp"
#include "plugin/testing/fake_library.hpp"

namespace {

using namespace chitty;

void read(std::string_view bytes) {
  if (!bytes.starts_with("\x7f"
                         "ELF")) return;
  const auto elf = host::read_elf(bytes);
  if (!elf.is_native_form || !elf.damage.empty()) return;
  fuzz::require(elf.exports.size() <= 16);
  (void)host::read_elf_needs(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text_of(data, size);
  read(bytes);
  if (size < 3) return 0;
  static const std::string good = host::testing::FakeLibrary::with_manifest(host::testing::fake_manifest("acme")).bytes();
  std::string file = good;
  const auto at = (std::size_t{data[0]} | std::size_t{data[1]} << 8) % file.size();
  const auto over = bytes.substr(2, file.size() - at);
  std::copy(over.begin(), over.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
  read(file);
  return 0;
}
