#include "plugin/elf_needs.hpp"

#include "plugin/elf_image.hpp"

namespace chitty::host {

namespace {

std::vector<std::string> texts(const ElfDynamic& dynamic, const std::vector<std::uint64_t>& places) {
  std::vector<std::string> found;
  for (const auto place : places) found.emplace_back(zero_ended(dynamic.strings, place).value_or(""));
  return found;
}

std::vector<std::string> undefined(const ElfDynamic& dynamic, const std::vector<Elf64_Sym>& symbols) {
  std::vector<std::string> names;
  for (const auto& symbol : symbols)
    if (symbol.st_shndx == SHN_UNDEF && symbol.st_name != 0)
      names.emplace_back(zero_ended(dynamic.strings, symbol.st_name).value_or(""));
  return names;
}

// Is a function of this name defined in the table for debuggers?
bool defines(std::string_view bytes, const Elf64_Ehdr& head, const Elf64_Shdr& table, std::string_view name) {
  const auto strings = copied<Elf64_Shdr>(bytes, head.e_shoff + std::uint64_t{table.sh_link} * sizeof(Elf64_Shdr));
  const auto names = strings ? piece(bytes, strings->sh_offset, strings->sh_size) : std::nullopt;
  const auto symbols = piece(bytes, table.sh_offset, table.sh_size);
  if (!names || !symbols) return false;
  for (std::uint64_t i = 0; i < most_elf_symbols; ++i) {
    const auto symbol = copied<Elf64_Sym>(*symbols, i * sizeof(Elf64_Sym));
    if (!symbol) break;
    if (symbol->st_shndx != SHN_UNDEF && zero_ended(*names, symbol->st_name) == name) return true;
  }
  return false;
}

bool defines(std::string_view bytes, const Elf64_Ehdr& head, std::string_view name) {
  for (std::uint64_t i = 0; head.e_shoff && i < head.e_shnum; ++i) {
    const auto section = copied<Elf64_Shdr>(bytes, head.e_shoff + i * sizeof(Elf64_Shdr));
    if (section && section->sh_type == SHT_SYMTAB && defines(bytes, head, *section, name)) return true;
  }
  return false;
}

}  // namespace

ElfNeeds read_elf_needs(std::string_view bytes) {
  ElfNeeds needs;
  const auto head = copied<Elf64_Ehdr>(bytes, 0);
  const auto segments = head ? read_elf_segments(bytes, *head) : std::nullopt;
  if (!segments || !segments->dynamic) return needs;
  const ElfDynamic dynamic = read_elf_dynamic(bytes, *segments);
  needs.imports = undefined(dynamic, read_elf_symbols(bytes, *segments, dynamic));
  needs.libraries = texts(dynamic, dynamic.needed);
  needs.run_paths = texts(dynamic, dynamic.run_paths);
  needs.executable_stack = !segments->stack || segments->stack->p_flags & PF_X;
  needs.text_relocations = dynamic.text_relocations;
  needs.calls_atexit = defines(bytes, *head, "atexit");
  return needs;
}

}  // namespace chitty::host
