#include "check/notes.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>

#include "base/text.hpp"

namespace chitty::host {

namespace {
constexpr std::size_t phases = 64, phase_size = 160, wrong_size = 600, most_wrongs = 64;
}  // namespace

// Lock-free and of fixed size: a signal handler writes it.
struct Notes::Page {
  std::atomic<std::uint32_t> phase{0};  // number of the present one; later ones share the last place
  std::array<char[phase_size], phases> phase_words{};
  std::array<std::atomic<std::uint32_t>, sin_count> sins{};  // phase + 1 of the first time, 0: never
  std::atomic<std::uint32_t> wrong_count{0};
  std::array<char[wrong_size], most_wrongs> wrongs{};
};

namespace {
// A plugin's own words may be in it, and may be cut in the middle of a character.
std::string printable(std::string text) {
  const bool proper = is_utf8(text);
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 32 || c == 127 || (!proper && static_cast<unsigned char>(c) > 127)) c = '?';
  return text;
}

void copy(char* to, std::size_t size, std::string_view text) {
  const auto length = std::min(size - 1, text.size());
  std::memcpy(to, text.data(), length);
  to[length] = 0;
}
}  // namespace

Notes::Notes() {
  void* memory = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  page_ = new (memory) Page;
}

Notes::~Notes() { ::munmap(page_, sizeof(Page)); }

void Notes::begin(std::string_view phase) {
  const auto next = std::min<std::uint32_t>(page_->phase + 1, phases - 1);
  copy(page_->phase_words[next], phase_size, phase);
  page_->phase = next;
}

void Notes::sin(Sin sin) {
  std::uint32_t never = 0;
  page_->sins[static_cast<std::size_t>(sin)].compare_exchange_strong(never, page_->phase + 1);
}

void Notes::wrong(std::string_view sentence) {
  const auto place = page_->wrong_count.fetch_add(1);
  if (place < most_wrongs) copy(page_->wrongs[place], wrong_size, sentence);
}

std::string Notes::phase() const { return page_->phase_words[page_->phase]; }

std::map<Sin, std::string> Notes::sins() const {
  std::map<Sin, std::string> found;
  for (std::size_t i = 0; i < sin_count; ++i)
    if (const auto phase = page_->sins[i].load(); phase != 0)
      found.emplace(static_cast<Sin>(i), page_->phase_words[phase - 1]);
  return found;
}

std::vector<std::string> Notes::wrongs() const {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < std::min<std::size_t>(page_->wrong_count, most_wrongs); ++i)
    found.push_back(printable(page_->wrongs[i]));
  return found;
}

}  // namespace chitty::host
