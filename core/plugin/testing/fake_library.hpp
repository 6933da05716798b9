// For tests: the bytes of a small shared library of the ELF kind, made here, so that each part can be made wrong.
#pragma once

#include <elf.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/bytes.hpp"
#include "plugin/record.hpp"

namespace chitty::host::testing {

// A manifest that keeps all rules: a plugin `name` with the one command "name list".
inline std::string fake_manifest(const std::string& name, const std::string& more = {}) {
  return R"({"manifest":1,"name":")" + name + R"(","version":"1.2.3","summary":"Keep )" + name +
         R"( things","abi":{"major":1,"minor":0},)" + R"("roots":[{"word":")" + name + R"(","summary":"Work with )" +
         name + R"("}],"commands":[{"path":")" + name +
         R"( list","summary":"List them","effect":"read","view":{"kind":"list"},"examples":[{"command":"chitty )" +
         name + R"( list","summary":"List them all"}]}])" + more + "}";
}

// The same with steps for the first page: "chitty NAME list 1" and so on.
inline std::string fake_start(const std::string& name, int steps = 1) {
  std::string lines;
  for (int i = 1; i <= steps; ++i)
    lines += std::string(lines.empty() ? "" : ",") + R"({"command":"chitty )" + name + " list " + std::to_string(i) +
             R"(","summary":"List them"})";
  return R"(,"start":[)" + lines + "]";
}

struct FakeLibrary {
  std::string record = make_record(fake_manifest("acme"));
  std::vector<std::string> exports{"chitty_plugin_entry_v1"};
  std::uint16_t machine = EM_X86_64;
  std::uint16_t type = ET_DYN;
  bool with_sections = true;
  std::uint64_t section_shift = 0;  // how wrong the section table is

  static FakeLibrary with_manifest(std::string_view payload) {
    FakeLibrary made;
    made.record = make_record(payload);
    return made;
  }

  std::string bytes() const {
    std::string names(1, '\0'), symbols(sizeof(Elf64_Sym), '\0');
    for (const auto& name : exports) {
      Elf64_Sym symbol{};
      symbol.st_name = static_cast<Elf64_Word>(names.size());
      symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
      symbol.st_shndx = 1;
      names += name + '\0';
      add(symbols, symbol);
    }
    std::string hash;
    for (const std::uint32_t number : {1u, static_cast<std::uint32_t>(exports.size() + 1), 0u})
      put_little_endian(hash, number);

    std::string file(sizeof(Elf64_Ehdr) + 2 * sizeof(Elf64_Phdr), '\0');
    const auto symbols_at = append(file, symbols), names_at = append(file, names), hash_at = append(file, hash);
    std::string dynamic;
    for (const auto& [tag, value] : std::vector<std::pair<std::int64_t, std::uint64_t>>{{DT_SYMTAB, symbols_at},
                                                                                        {DT_STRTAB, names_at},
                                                                                        {DT_STRSZ, names.size()},
                                                                                        {DT_HASH, hash_at},
                                                                                        {DT_NULL, 0}}) {
      Elf64_Dyn entry{};
      entry.d_tag = tag;
      entry.d_un.d_val = value;
      add(dynamic, entry);
    }
    const auto dynamic_at = append(file, dynamic), record_at = append(file, record);
    const auto loaded = file.size();
    const auto sections_at = with_sections ? add_sections(file, record_at) : 0;
    put_heads(file, loaded, dynamic_at, dynamic.size(), sections_at);
    return file;
  }

 private:
  template <class T>
  static void add(std::string& to, const T& value) {
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static std::uint64_t append(std::string& file, const std::string& part) {
    file.resize((file.size() + 15) / 16 * 16);
    const auto at = file.size();
    file += part;
    return at;
  }

  std::uint64_t add_sections(std::string& file, std::uint64_t record_at) const {
    const std::string names("\0.chitty.manifest\0.shstrtab\0", 28);
    const auto names_at = append(file, names);
    std::string table(sizeof(Elf64_Shdr), '\0');
    Elf64_Shdr manifest{}, strings{};
    manifest.sh_name = 1, manifest.sh_type = SHT_PROGBITS, manifest.sh_offset = record_at + section_shift,
    manifest.sh_size = record.size();
    strings.sh_name = 18;
    strings.sh_type = SHT_STRTAB;
    strings.sh_offset = names_at;
    strings.sh_size = names.size();
    add(table, manifest), add(table, strings);
    return append(file, table);
  }

  void put_heads(std::string& file, std::uint64_t loaded, std::uint64_t dynamic_at, std::uint64_t dynamic_size,
                 std::uint64_t sections_at) const {
    Elf64_Ehdr head{};
    std::memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_ident[EI_VERSION] = EV_CURRENT;
    head.e_type = type;
    head.e_machine = machine;
    head.e_version = EV_CURRENT;
    head.e_phoff = sizeof head;
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_phnum = 2;
    head.e_ehsize = sizeof head;
    head.e_shoff = sections_at, head.e_shentsize = sizeof(Elf64_Shdr), head.e_shnum = sections_at ? 3 : 0,
    head.e_shstrndx = sections_at ? 2 : 0;
    Elf64_Phdr load{}, dynamic{};
    load.p_type = PT_LOAD;
    load.p_filesz = load.p_memsz = loaded;
    dynamic.p_type = PT_DYNAMIC;
    dynamic.p_offset = dynamic.p_vaddr = dynamic_at;
    dynamic.p_filesz = dynamic_size;
    std::memcpy(file.data(), &head, sizeof head);
    std::memcpy(file.data() + sizeof head, &load, sizeof load);
    std::memcpy(file.data() + sizeof head + sizeof load, &dynamic, sizeof dynamic);
  }
};

}  // namespace chitty::host::testing
