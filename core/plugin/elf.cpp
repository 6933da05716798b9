#include "plugin/elf.hpp"

#include "plugin/elf_image.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t most_exports = 16;

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

bool is_exported(const Elf64_Sym& symbol) {
  const auto binding = ELF64_ST_BIND(symbol.st_info);
  const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
  return symbol.st_shndx != SHN_UNDEF && (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE) &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

std::vector<std::string> read_exports(std::string_view bytes, const ElfSegments& segments) {
  const ElfDynamic dynamic = read_elf_dynamic(bytes, segments);
  std::vector<std::string> names;
  for (const auto& symbol : read_elf_symbols(bytes, segments, dynamic)) {
    if (!is_exported(symbol)) continue;
    names.emplace_back(zero_ended(dynamic.strings, symbol.st_name).value_or("(a name beyond its table)"));
    if (names.size() == most_exports) break;
  }
  return names;
}

// Section names are for people and tools; a file without them, or with wrong ones, is still a library.
std::optional<FileRange> find_manifest(std::string_view bytes, const Elf64_Ehdr& head) {
  const auto names_head = copied<Elf64_Shdr>(bytes, head.e_shoff + std::uint64_t{head.e_shstrndx} * sizeof(Elf64_Shdr));
  if (!head.e_shoff || !names_head) return std::nullopt;
  const auto names = piece(bytes, names_head->sh_offset, names_head->sh_size).value_or(std::string_view());
  for (std::uint64_t i = 0; i < head.e_shnum; ++i) {
    const auto section = copied<Elf64_Shdr>(bytes, head.e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return std::nullopt;
    if (section->sh_type == SHT_PROGBITS && zero_ended(names, section->sh_name) == ".chitty.manifest")
      return FileRange{section->sh_offset, section->sh_size};
  }
  return std::nullopt;
}

// The size that the file must have for everything its headers speak of; 2^64-1 when a sum has no meaning.
std::uint64_t promised_size(const Elf64_Ehdr& head, const ElfSegments& segments) {
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
  const auto head = copied<Elf64_Ehdr>(bytes, 0);
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
  const auto segments = head->e_phentsize == sizeof(Elf64_Phdr) ? read_elf_segments(bytes, *head) : std::nullopt;
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

}  // namespace chitty::host
