#include "check/entry_checks.hpp"

#include <malloc.h>

#include <algorithm>
#include <chitty/abi.hpp>
#include <climits>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/process/shared_library.hpp"

namespace chitty::host {

namespace {

using Entry = std::remove_pointer_t<chitty_plugin_entry_fn>;
using Clock = std::chrono::steady_clock;

constexpr long slow_ms = 100;

Entry* load(const Subject& subject, Notes& notes) {
  notes.begin("while being loaded");
  const auto library = SharedLibrary::open(subject.candidate.path);
  if (!library) return notes.wrong(library.error().message), nullptr;
  auto* entry = library->function<Entry>(CHITTY_PLUGIN_ENTRY);
  if (!entry) notes.wrong("It does not define " CHITTY_PLUGIN_ENTRY " itself.");
  return entry;
}

long entries_of(const char* folder) {
  std::error_code ec;
  const std::filesystem::directory_iterator all(folder, ec);
  return ec ? 0 : static_cast<long>(std::distance(begin(all), end(all)));
}

// The fastest of three, for a busy machine takes its time from anybody.
template <class Work>
long milliseconds(Work&& work) {
  long fastest = LONG_MAX;
  for (int i = 0; i < 3 && fastest >= slow_ms; ++i) {
    const auto start = Clock::now();
    work();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    fastest = std::min(fastest, static_cast<long>(took.count()));
  }
  return fastest;
}

void check_time(Notes& notes, const char* what, long took) {
  if (took >= slow_ms)
    notes.wrong(std::string("It takes ") + std::to_string(took) + " ms " + what + "; it should be a few, and may be " +
                std::to_string(slow_ms - 1) + ".");
}

void loading(const Subject& subject, Notes& notes, Tracer&) { load(subject, notes); }

// Cheap and quiet (ABI-20): what it costs, and what it leaves behind.
void budget(const Subject& subject, Notes& notes, Tracer& tracer) {
  Entry* entry = load(subject, notes);
  if (!entry) return;
  tracer.look();
  const auto threads = entries_of("/proc/self/task"), files = entries_of("/proc/self/fd");
  chitty_plugin table{};
  table.struct_size = sizeof table;
  abi::ErrorSlot error;
  notes.begin("in its entry");
  chitty_status status = CHITTY_OK;
  const auto& host = checking_host(subject.manifest, notes);
  check_time(notes, "in its entry", milliseconds([&] {
               table = {};
               table.struct_size = sizeof table;
               status = entry(&host, &table, error.get());
             }));
  tracer.look();
  if (status != CHITTY_OK) return notes.wrong("Its entry fails: " + error.take(status).message);
  if (CHITTY_HAS(&table, create) && table.create) {
    notes.begin("while an instance is created");
    chitty_instance* instance = nullptr;
    check_time(notes, "to create an instance", milliseconds([&] { table.create(&instance, nullptr); }));
    tracer.look();
  }
  if (entries_of("/proc/self/task") > threads) notes.wrong("It has started a thread before the first call.");
  if (entries_of("/proc/self/fd") > files) notes.wrong("It has opened a file before the first call.");
}

// A table of `capacity` bytes with poison behind it: the entry's status, and whether it kept within (ABI-06, ABI-07).
void try_size(Entry* entry, const chitty_host& host, std::uint32_t capacity, bool must_fail, Notes& notes) {
  constexpr unsigned char poison = 0xa5;
  alignas(chitty_plugin) unsigned char memory[sizeof(chitty_plugin) + 64];
  std::memset(memory, poison, sizeof memory);
  auto* table = reinterpret_cast<chitty_plugin*>(memory);
  table->struct_size = capacity;
  const auto status = entry(&host, table, nullptr);
  const auto size = " a table of " + std::to_string(capacity) + " bytes";
  if (must_fail && status == CHITTY_OK) notes.wrong("Its entry reports success with" + size + ".");
  const auto first = std::max<std::size_t>(std::min<std::size_t>(capacity, table->struct_size), sizeof(std::uint32_t));
  if (std::any_of(memory + std::min(first, sizeof memory), memory + sizeof memory,
                  [](unsigned char byte) { return byte != poison; }))
    notes.wrong("Its entry writes beyond" + size + ".");
}

void sizes(const Subject& subject, Notes& notes, Tracer&) {
  Entry* entry = load(subject, notes);
  if (!entry) return;
  const auto& host = checking_host(subject.manifest, notes);
  chitty_plugin table{};
  table.struct_size = sizeof table;
  notes.begin("in its entry, without a host");
  if (entry(nullptr, &table, nullptr) == CHITTY_OK) notes.wrong("Its entry reports success without a host.");
  notes.begin("in its entry, without a table");
  if (entry(&host, nullptr, nullptr) == CHITTY_OK) notes.wrong("Its entry reports success without a table.");
  notes.begin("in its entry, with a table of another size");
  for (const std::uint32_t small : {0u, 4u, static_cast<unsigned>(offsetof(chitty_plugin, get_extension))})
    try_size(entry, host, small, true, notes);
  try_size(entry, host, sizeof table, false, notes);
  try_size(entry, host, sizeof table + 32, false, notes);
}

// As the host opens it: the table, the manifest's name and version, the extensions and their slots.
void opening(const Subject& subject, Notes& notes, Tracer&) {
  const auto plugin = subject.open(notes);
  if (!plugin) notes.wrong(plugin.error().message);
}

void unknown_ids(const Subject& subject, Notes& notes, Tracer&) {
  Entry* entry = load(subject, notes);
  chitty_plugin table{};
  table.struct_size = sizeof table;
  if (!entry || entry(&checking_host(subject.manifest, notes), &table, nullptr) != CHITTY_OK || !table.get_extension)
    return notes.wrong("Its entry fails.");
  notes.begin("when asked for an unknown extension");
  using namespace std::string_view_literals;
  for (const auto id : {""sv, "chitty.commands"sv, "chitty.commands/"sv, "chitty.commands/1 "sv,
                        "chitty.commands/1\0"sv, "chitty.commands/10"sv, "chitty.service/1x"sv, "CHITTY.COMMANDS/1"sv,
                        "org.example.cache/1"sv, "chitty.unstable.commands/1"sv}) {
    const auto borrowed = abi::borrow(id);
    if (table.get_extension(&borrowed))
      return notes.wrong("It claims to have the unknown extension '" + std::string(id) + "'.");
  }
}

void many_instances(const Subject& subject, Notes& notes, Tracer&) {
  Entry* entry = load(subject, notes);
  chitty_plugin table{};
  table.struct_size = sizeof table;
  if (!entry || entry(&checking_host(subject.manifest, notes), &table, nullptr) != CHITTY_OK)
    return notes.wrong("Its entry fails.");
  if (!CHITTY_HAS(&table, create) || !table.create) return;
  if (!CHITTY_HAS(&table, destroy) || !table.destroy) return notes.wrong("It creates instances but cannot destroy them.");
  notes.begin("while instances are created and destroyed");
  const auto rounds = [&](int count) {
    for (int i = 0; i < count; ++i) {
      chitty_instance* instance = nullptr;
      if (table.create(&instance, nullptr) != CHITTY_OK) return notes.wrong("It cannot create an instance.");
      table.destroy(instance);
    }
  };
  rounds(20);
  const auto before = ::mallinfo2().uordblks;
  rounds(1000);
  const auto after = ::mallinfo2().uordblks;
  if (after > before + 8192)
    notes.wrong("It leaks " + std::to_string((after - before) / 1000) + " bytes for each instance.");
  table.destroy(nullptr);
}

}  // namespace

std::vector<Finding> check_entry(Subject& subject) {
  std::vector<Finding> found;
  const auto test = [&](const char* rule, const char* check, const char* good, auto work) {
    found.push_back(subject.test(rule, check, good,
                                 [&subject, work](Notes& notes, Tracer& tracer) { work(subject, notes, tracer); }));
    return found.back().state != Finding::State::fail;
  };
  if (!test("ABI-24", "loading", "It loads, and every symbol is found.", loading)) return found;
  test("ABI-20", "cost of the entry", "Entry and instance are cheap and leave nothing behind.", budget);
  test("ABI-07", "sizes", "It accepts tables of any size and rejects one that is too small.", sizes);
  test("ABI-09", "unknown extensions", "It returns null for unknown extensions.", unknown_ids);
  test("ABI-23", "instances", "A thousand instances are created and destroyed without a leak.", many_instances);
  test("ABI-03", "opening", "It opens and matches its manifest.", opening);
  return found;
}

}  // namespace chitty::host
