#include "plugin/elf.hpp"

#include <elf.h>

#include <cstring>

#include "plugin/bytes.hpp"

namespace chitty {

namespace {

constexpr std::size_t most_exports = 16;
constexpr std::uint64_t most_symbols = 1u << 20;

// A struct of the file, copied out; nothing when it would reach beyond the end.
template <class T>
std::optional<T> at(std::string_view bytes, std::uint64_t offset) {
  const auto raw = piece(bytes, offset, sizeof(T));
  if (!raw) return std::nullopt;
  T copy;
  std::memcpy(&copy, raw->data(), sizeof copy);
  return copy;
}

std::string machine_name(unsigned number) {
  switch (number) {
    case EM_X86_64:
      return "x86_64";
    case EM_AARCH64:
      return "aarch64";
    case EM_386:
      return "i686";
    case EM_ARM:
      return "arm";
    case EM_RISCV:
      return "riscv64";
    case EM_PPC64:
      return "ppc64le";
    case EM_S390:
      return "s390x";
    case 258:
      return "loongarch64";
    default:
      return "a machine with the number " + std::to_string(number);
  }
}

struct Segments {
  std::vector<Elf64_Phdr> load;
  std::optional<Elf64_Phdr> dynamic;
  bool has_interpreter = false;
};

std::optional<Segments> read_segments(std::string_view bytes, const Elf64_Ehdr& head) {
  Segments found;
  for (std::uint64_t i = 0; i < head.e_phnum; ++i) {
    const auto segment = at<Elf64_Phdr>(bytes, head.e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) return std::nullopt;
    if (segment->p_type == PT_LOAD) found.load.push_back(*segment);
    if (segment->p_type == PT_DYNAMIC) found.dynamic = *segment;
    if (segment->p_type == PT_INTERP) found.has_interpreter = true;
  }
  return found;
}

// The bytes of the file from the address on, to the end of their segment: what the loader will see there.
std::string_view at_address(std::string_view bytes, const Segments& segments, std::uint64_t address) {
  for (const auto& segment : segments.load) {
    if (address < segment.p_vaddr || address - segment.p_vaddr >= segment.p_filesz) continue;
    const auto inside = address - segment.p_vaddr;
    const auto whole = piece(bytes, segment.p_offset, segment.p_filesz);
    return whole ? whole->substr(static_cast<std::size_t>(inside)) : std::string_view();
  }
  return {};
}

struct Dynamic {
  std::uint64_t symbols = 0, strings = 0, strings_size = 0, gnu_hash = 0, hash = 0;
};

Dynamic read_dynamic(std::string_view bytes, const Segments& segments) {
  Dynamic found;
  const auto table = piece(bytes, segments.dynamic->p_offset, segments.dynamic->p_filesz).value_or(std::string_view());
  for (std::uint64_t offset = 0; const auto entry = at<Elf64_Dyn>(table, offset); offset += sizeof(Elf64_Dyn)) {
    if (entry->d_tag == DT_NULL) break;
    if (entry->d_tag == DT_SYMTAB) found.symbols = entry->d_un.d_ptr;
    if (entry->d_tag == DT_STRTAB) found.strings = entry->d_un.d_ptr;
    if (entry->d_tag == DT_STRSZ) found.strings_size = entry->d_un.d_val;
    if (entry->d_tag == DT_GNU_HASH) found.gnu_hash = entry->d_un.d_ptr;
    if (entry->d_tag == DT_HASH) found.hash = entry->d_un.d_ptr;
  }
  return found;
}

// The number of symbols is written nowhere; the GNU hash table's chains end with the last one (its low bit set).
std::uint64_t count_by_gnu_hash(std::string_view table) {
  const auto buckets = at<std::uint32_t>(table, 0), first = at<std::uint32_t>(table, 4),
             words = at<std::uint32_t>(table, 8);
  if (!buckets || !first || !words) return 0;
  const std::uint64_t bucket_at = 16 + 8ull * *words, chain_at = bucket_at + 4ull * *buckets;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < *buckets && i < most_symbols; ++i) {
    const auto start = at<std::uint32_t>(table, bucket_at + 4 * i);
    if (!start) return 0;
    if (*start > last) last = *start;
  }
  if (last < *first) return 0;
  for (std::uint64_t i = last; i < most_symbols; ++i) {
    const auto chain = at<std::uint32_t>(table, chain_at + 4 * (i - *first));
    if (!chain) return 0;
    if (*chain & 1) return i + 1;
  }
  return 0;
}

bool is_exported(const Elf64_Sym& symbol) {
  const auto binding = ELF64_ST_BIND(symbol.st_info);
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE) &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

std::vector<std::string> read_exports(std::string_view bytes, const Segments& segments) {
  const Dynamic dynamic = read_dynamic(bytes, segments);
  std::uint64_t count = 0;
  if (dynamic.gnu_hash) count = count_by_gnu_hash(at_address(bytes, segments, dynamic.gnu_hash));
  if (!count && dynamic.hash) count = at<std::uint32_t>(at_address(bytes, segments, dynamic.hash), 4).value_or(0);
  const auto symbols = at_address(bytes, segments, dynamic.symbols);
  const auto strings = at_address(bytes, segments, dynamic.strings).substr(0, dynamic.strings_size);
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < count && i < most_symbols && names.size() < most_exports; ++i) {
    const auto symbol = at<Elf64_Sym>(symbols, i * sizeof(Elf64_Sym));
    if (!symbol) break;
    if (is_exported(*symbol))
      names.emplace_back(zero_ended(strings, symbol->st_name).value_or("(a name beyond its table)"));
  }
  return names;
}

// Section names are for people and tools; a file without them, or with wrong ones, is still a library.
std::optional<FileRange> find_manifest(std::string_view bytes, const Elf64_Ehdr& head) {
  const auto names_head = at<Elf64_Shdr>(bytes, head.e_shoff + std::uint64_t{head.e_shstrndx} * sizeof(Elf64_Shdr));
  if (!head.e_shoff || !names_head) return std::nullopt;
  const auto names = piece(bytes, names_head->sh_offset, names_head->sh_size).value_or(std::string_view());
  for (std::uint64_t i = 0; i < head.e_shnum; ++i) {
    const auto section = at<Elf64_Shdr>(bytes, head.e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return std::nullopt;
    if (section->sh_type == SHT_PROGBITS && zero_ended(names, section->sh_name) == ".chitty.manifest")
      return FileRange{section->sh_offset, section->sh_size};
  }
  return std::nullopt;
}

// The size that the file must have for everything its headers speak of; 2^64-1 when a sum has no meaning.
std::uint64_t promised_size(const Elf64_Ehdr& head, const Segments& segments) {
  std::uint64_t size = 0;
  const auto need = [&size](std::uint64_t offset, std::uint64_t length) {
    const auto end = offset + length < offset ? UINT64_MAX : offset + length;
    if (end > size) size = end;
  };
  for (const auto& segment : segments.load) need(segment.p_offset, segment.p_filesz);
  if (segments.dynamic) need(segments.dynamic->p_offset, segments.dynamic->p_filesz);
  if (head.e_shoff) need(head.e_shoff, std::uint64_t{head.e_shnum} * head.e_shentsize);
  return size;
}

}  // namespace

Elf read_elf(std::string_view bytes) {
  Elf elf;
  const auto head = at<Elf64_Ehdr>(bytes, 0);
  if (!head) {
    elf.damage = "is cut off in its headers";
    return elf;
  }
  elf.machine = machine_name(head->e_machine);
  elf.is_native_form = head->e_ident[EI_CLASS] == ELFCLASS64 && head->e_ident[EI_DATA] == ELFDATA2LSB;
  if (!elf.is_native_form) {
    const bool swapped = head->e_ident[EI_DATA] == ELFDATA2MSB;
    if (swapped)
      elf.machine = machine_name(static_cast<unsigned>((head->e_machine >> 8) | ((head->e_machine & 255) << 8)));
    if (elf.machine == "x86_64") elf.machine = "x86_64 with 32-bit addresses";
    return elf;
  }
  const auto segments = head->e_phentsize == sizeof(Elf64_Phdr) ? read_segments(bytes, *head) : std::nullopt;
  if (!segments) {
    elf.damage = "is cut off in its headers";
    return elf;
  }
  if (const auto promised = promised_size(*head, *segments); promised > bytes.size())
    elf.damage = "is cut off: its headers speak of " + std::to_string(promised) + " bytes, and it has " +
                 std::to_string(bytes.size());
  elf.is_shared = head->e_type == ET_DYN && segments->dynamic && !segments->has_interpreter;
  if (head->e_shentsize == sizeof(Elf64_Shdr)) elf.manifest = find_manifest(bytes, *head);
  if (segments->dynamic && elf.damage.empty()) elf.exports = read_exports(bytes, *segments);
  return elf;
}

}  // namespace chitty
