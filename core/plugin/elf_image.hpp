// The pieces of a 64-bit little-endian ELF file that `elf` and `elf_needs` both read. For hostile bytes: every offset
// is checked, every loop is bounded.
#pragma once

#include <elf.h>

#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "plugin/bytes.hpp"

namespace chitty::host {

constexpr std::uint64_t most_elf_symbols = 1u << 20;

// A struct of the file, copied out; nothing when it would reach beyond the end.
template <class T>
std::optional<T> copied(std::string_view bytes, std::uint64_t offset) {
  const auto raw = piece(bytes, offset, sizeof(T));
  if (!raw) return std::nullopt;
  T copy;
  std::memcpy(&copy, raw->data(), sizeof copy);
  return copy;
}

struct ElfSegments {
  std::vector<Elf64_Phdr> load;
  std::optional<Elf64_Phdr> dynamic, stack;
  bool has_interpreter = false;
};
std::optional<ElfSegments> read_elf_segments(std::string_view bytes, const Elf64_Ehdr& head);

// The dynamic table, as far as anyone here asks.
struct ElfDynamic {
  std::uint64_t symbols = 0, strings_at = 0, strings_size = 0, gnu_hash = 0, hash = 0;
  std::vector<std::uint64_t> needed, run_paths;  // places in the strings
  bool text_relocations = false;

  std::string_view strings;  // the table itself
};
ElfDynamic read_elf_dynamic(std::string_view bytes, const ElfSegments& segments);

// The dynamic symbols, the null one included.
std::vector<Elf64_Sym> read_elf_symbols(std::string_view bytes, const ElfSegments& segments, const ElfDynamic& dynamic);

}  // namespace chitty::host
