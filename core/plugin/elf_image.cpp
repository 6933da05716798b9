#include "plugin/elf_image.hpp"

namespace chitty::host {

namespace {

// The bytes of the file from the address on, to the end of their segment: what the loader will see there.
std::string_view at_address(std::string_view bytes, const ElfSegments& segments, std::uint64_t address) {
  for (const auto& segment : segments.load) {
    if (address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz) continue;
    const auto inside = address - segment.p_vaddr;
    const auto whole = piece(bytes, segment.p_offset, segment.p_filesz);
    return whole ? whole->substr(static_cast<std::size_t>(inside)) : std::string_view();
  }
  return {};
}

// The number of symbols is written nowhere; the GNU hash table's chains end with the last one (its low bit set).
std::uint64_t count_by_gnu_hash(std::string_view table) {
  const auto buckets = copied<std::uint32_t>(table, 0), first = copied<std::uint32_t>(table, 4),
             words = copied<std::uint32_t>(table, 8);
  if (!buckets || !first || !words) return 0;
  const std::uint64_t bucket_at = 16 + 8ull * *words, chain_at = bucket_at + 4ull * *buckets;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < *buckets && i < most_elf_symbols; ++i) {
    const auto start = copied<std::uint32_t>(table, bucket_at + 4 * i);
    if (!start) return 0;
    if (*start > last) last = *start;
  }
  if (last < *first) return 0;
  for (std::uint64_t i = last; i < most_elf_symbols; ++i) {
    const auto chain = copied<std::uint32_t>(table, chain_at + 4 * (i - *first));
    if (!chain) return 0;
    if (*chain & 1) return i + 1;
  }
  return 0;
}

std::uint64_t count_symbols(std::string_view bytes, const ElfSegments& segments, const ElfDynamic& dynamic) {
  std::uint64_t count = 0;
  if (dynamic.gnu_hash) count = count_by_gnu_hash(at_address(bytes, segments, dynamic.gnu_hash));
  if (!count && dynamic.hash) count = copied<std::uint32_t>(at_address(bytes, segments, dynamic.hash), 4).value_or(0);
  return count;
}

}  // namespace

std::optional<ElfSegments> read_elf_segments(std::string_view bytes, const Elf64_Ehdr& head) {
  ElfSegments found;
  for (std::uint64_t i = 0; i < head.e_phnum; ++i) {
    const auto segment = copied<Elf64_Phdr>(bytes, head.e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) return std::nullopt;
    if (segment->p_type == PT_LOAD) found.load.push_back(*segment);
    if (segment->p_type == PT_DYNAMIC) found.dynamic = *segment;
    if (segment->p_type == PT_GNU_STACK) found.stack = *segment;
    if (segment->p_type == PT_INTERP) found.has_interpreter = true;
  }
  return found;
}

ElfDynamic read_elf_dynamic(std::string_view bytes, const ElfSegments& segments) {
  ElfDynamic found;
  const auto table = piece(bytes, segments.dynamic->p_offset, segments.dynamic->p_filesz).value_or(std::string_view());
  for (std::uint64_t offset = 0; const auto entry = copied<Elf64_Dyn>(table, offset); offset += sizeof(Elf64_Dyn)) {
    if (entry->d_tag == DT_NULL) break;
    if (entry->d_tag == DT_SYMTAB) found.symbols = entry->d_un.d_ptr;
    if (entry->d_tag == DT_STRTAB) found.strings_at = entry->d_un.d_ptr;
    if (entry->d_tag == DT_STRSZ) found.strings_size = entry->d_un.d_val;
    if (entry->d_tag == DT_GNU_HASH) found.gnu_hash = entry->d_un.d_ptr;
    if (entry->d_tag == DT_HASH) found.hash = entry->d_un.d_ptr;
    if (entry->d_tag == DT_NEEDED) found.needed.push_back(entry->d_un.d_val);
    if (entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH) found.run_paths.push_back(entry->d_un.d_val);
    if (entry->d_tag == DT_TEXTREL || (entry->d_tag == DT_FLAGS && entry->d_un.d_val & DF_TEXTREL))
      found.text_relocations = true;
  }
  found.strings = at_address(bytes, segments, found.strings_at).substr(0, found.strings_size);
  return found;
}

std::vector<Elf64_Sym> read_elf_symbols(std::string_view bytes, const ElfSegments& segments,
                                        const ElfDynamic& dynamic) {
  std::vector<Elf64_Sym> symbols;
  const auto table = at_address(bytes, segments, dynamic.symbols);
  const auto count = count_symbols(bytes, segments, dynamic);
  for (std::uint64_t i = 0; i < count && i < most_elf_symbols; ++i) {
    const auto symbol = copied<Elf64_Sym>(table, i * sizeof(Elf64_Sym));
    if (!symbol) break;
    symbols.push_back(*symbol);
  }
  return symbols;
}

}  // namespace chitty::host
