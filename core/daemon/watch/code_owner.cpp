#include "daemon/watch/code_owner.hpp"

#include <atomic>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <link.h>
#include <ucontext.h>
#include <unwind.h>

namespace chitty::host::daemon {
namespace {

struct Range {
  std::uintptr_t begin, end;
  unsigned service;
};

constexpr unsigned most_ranges = 2048;
constexpr unsigned deepest = 128;  // frames that are looked at
Range ranges[most_ranges];
std::atomic<unsigned> known{0};

bool is_known(std::uintptr_t begin) {
  for (unsigned i = 0; i < known.load(std::memory_order_relaxed); ++i)
    if (ranges[i].begin == begin) return true;
  return false;
}

// "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"
bool has_version(const char* path) {
  const char* found = path ? std::strstr(path, ".so.") : nullptr;
  return found && std::isdigit(static_cast<unsigned char>(found[4]));
}

int note_module(dl_phdr_info* info, std::size_t, void* service) {
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& part = info->dlpi_phdr[i];
    const std::uintptr_t begin = info->dlpi_addr + part.p_vaddr;
    const unsigned count = known.load(std::memory_order_relaxed);
    if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0 || count == most_ranges || is_known(begin)) continue;
    ranges[count] = {begin, begin + part.p_memsz, has_version(info->dlpi_name) ? 0 : *static_cast<unsigned*>(service)};
    known.store(count + 1, std::memory_order_release);
  }
  return 0;
}

unsigned owner_of(std::uintptr_t address) noexcept {
  const unsigned count = known.load(std::memory_order_acquire);
  for (unsigned i = 0; i < count; ++i)
    if (address >= ranges[i].begin && address < ranges[i].end) return ranges[i].service;
  return 0;
}

std::uintptr_t crashed_at(const void* context) noexcept {
  [[maybe_unused]] const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return static_cast<std::uintptr_t>(machine.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return static_cast<std::uintptr_t>(machine.pc);
#else
  return 0;
#endif
}

struct Search {
  unsigned owner = 0, frames = 0;
};

_Unwind_Reason_Code look_at_frame(_Unwind_Context* frame, void* data) {
  auto& search = *static_cast<Search*>(data);
  search.owner = owner_of(_Unwind_GetIP(frame));
  return search.owner == 0 && ++search.frames < deepest ? _URC_NO_REASON : _URC_NORMAL_STOP;
}

}  // namespace

void note_new_code(unsigned service) { dl_iterate_phdr(note_module, &service); }

unsigned owner_on_stack(const void* context) noexcept {
  if (context)
    if (const unsigned owner = owner_of(crashed_at(context))) return owner;
  Search search;
  _Unwind_Backtrace(look_at_frame, &search);
  return search.owner;
}

}  // namespace chitty::host::daemon
