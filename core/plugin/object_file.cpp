#include "plugin/object_file.hpp"

#include <sys/utsname.h>

#include "plugin/bytes.hpp"
#include "plugin/elf.hpp"

namespace chitty::host {

namespace {

using Format = ObjectFile::Format;

std::string unknown_machine(std::uint64_t number) { return "a machine with the number " + std::to_string(number); }

ObjectFile of_elf(std::string_view bytes) {
  const Elf elf = read_elf(bytes);
  ObjectFile file;
  file.format = Format::elf;
  file.system = "Linux";
  file.machine = elf.machine;
  file.is_library = elf.is_shared;
  file.damage = elf.damage;
  file.section = elf.manifest;
  return file;
}

std::string pe_machine(std::uint16_t number) {
  switch (number) {
    case 0x8664:
      return "x86_64";
    case 0xaa64:
      return "aarch64";
    case 0x14c:
      return "i686";
    default:
      return unknown_machine(number);
  }
}

// The COFF header follows the signature that the old DOS header points to; sections follow the optional header.
ObjectFile of_pe(std::string_view bytes) {
  ObjectFile file;
  file.format = Format::pe;
  file.system = "Windows";
  file.damage = "is cut off in its headers";
  const auto pe = little_endian<std::uint32_t>(bytes, 0x3c);
  if (!pe || piece(bytes, *pe, 4) != std::string_view("PE\0\0", 4)) return file;
  const auto machine = little_endian<std::uint16_t>(bytes, *pe + 4ull);
  const auto sections = little_endian<std::uint16_t>(bytes, *pe + 6ull);
  const auto optional_size = little_endian<std::uint16_t>(bytes, *pe + 20ull);
  const auto traits = little_endian<std::uint16_t>(bytes, *pe + 22ull);
  if (!machine || !sections || !optional_size || !traits) return file;
  file.machine = pe_machine(*machine);
  file.is_library = *traits & 0x2000;
  file.damage.clear();
  for (std::uint64_t i = 0; i < *sections; ++i) {
    const auto entry = piece(bytes, *pe + 24ull + *optional_size + i * 40, 40);
    if (entry && entry->substr(0, 8) == std::string_view(".chitty\0", 8))
      file.section = FileRange{*little_endian<std::uint32_t>(*entry, 20), *little_endian<std::uint32_t>(*entry, 16)};
  }
  return file;
}

std::string mach_machine(std::uint32_t number) {
  switch (number) {
    case 0x01000007:
      return "x86_64";
    case 0x0100000c:
      return "aarch64";
    default:
      return unknown_machine(number);
  }
}

// Of the sections in one LC_SEGMENT_64 command, the one with the manifest.
std::optional<FileRange> mach_section(std::string_view command) {
  const auto count = little_endian<std::uint32_t>(command, 64);
  for (std::uint64_t i = 0; count && i < *count; ++i) {
    const auto section = piece(command, 72 + i * 80, 80);
    if (!section) break;
    if (section->substr(0, 32) == std::string_view("__chitty_mf\0\0\0\0\0__TEXT\0\0\0\0\0\0\0\0\0\0", 32))
      return FileRange{*little_endian<std::uint32_t>(*section, 48), *little_endian<std::uint64_t>(*section, 40)};
  }
  return std::nullopt;
}

ObjectFile of_mach(std::string_view bytes) {
  ObjectFile file;
  file.format = Format::macho;
  file.system = "macOS";
  const auto machine = little_endian<std::uint32_t>(bytes, 4);
  const auto type = little_endian<std::uint32_t>(bytes, 12);
  const auto commands = little_endian<std::uint32_t>(bytes, 16);
  if (!machine || !type || !commands) {
    file.damage = "is cut off in its headers";
    return file;
  }
  file.machine = mach_machine(*machine);
  file.is_library = *type == 6 || *type == 8;  // MH_DYLIB, MH_BUNDLE
  std::uint64_t at = 32;
  for (std::uint32_t i = 0; i < *commands; ++i) {
    const auto kind = little_endian<std::uint32_t>(bytes, at);
    const auto size = little_endian<std::uint32_t>(bytes, at + 4);
    const auto command = size ? piece(bytes, at, *size) : std::nullopt;
    if (!kind || !command || *size < 8) {
      file.damage = "is cut off in its load commands";
      return file;
    }
    if (*kind == 0x19 && !file.section) file.section = mach_section(*command);
    at += *size;
  }
  return file;
}

// Several files in one, each for another machine; no host of ours loads one, so the parts are only named.
ObjectFile of_universal(std::string_view bytes) {
  ObjectFile file;
  file.format = Format::macho;
  file.system = "macOS";
  file.is_library = true;
  const auto count = big_endian<std::uint32_t>(bytes, 4).value_or(0);
  for (std::uint64_t i = 0; i < count && i < 8; ++i)
    if (const auto machine = big_endian<std::uint32_t>(bytes, 8 + i * 20))
      file.machine += (file.machine.empty() ? "" : " and ") + mach_machine(*machine);
  return file;
}

}  // namespace

ObjectFile read_object_file(std::string_view bytes) {
  if (bytes.starts_with("\x7f"
                        "ELF"))
    return of_elf(bytes);
  if (bytes.starts_with("MZ")) return of_pe(bytes);
  if (bytes.starts_with("\xcf\xfa\xed\xfe")) return of_mach(bytes);
  if (bytes.starts_with("\xca\xfe\xba\xbe")) return of_universal(bytes);
  return {};
}

std::string host_machine() {
  utsname facts{};
  return ::uname(&facts) == 0 ? facts.machine : "unknown";
}

}  // namespace chitty::host
