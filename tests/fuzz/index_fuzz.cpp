// Any bytes as the index of plugins: whatever is read from it stays within it. The input is written over a good index,
// whose hashes are made anew where the first byte says so, so that the fuzzer gets past them.
#include <cstdint>
#include <cstring>
#include <string>

#include "plugin/index/index.hpp"
#include "plugin/index/index_layout.hpp"
#include "plugin/testing/fake_library.hpp"

namespace {

using namespace chitty::host;

const std::string& good() {
  static const std::string bytes = [] {
    std::vector<Candidate> candidates;
    for (const char* name : {"acme", "bolt"})
      candidates.push_back(examine(std::string("/p/") + name + ".so",
                                   testing::FakeLibrary::with_manifest(testing::fake_manifest(name, testing::fake_start(name))).bytes(),
                                   this_host()));
    return write_index({LookedPlace{{"/p", "your plugins", ""}, {}}}, candidates, 1);
  }();
  return bytes;
}

// With the head's and each row's hash made to fit, where they are within the file.
void rehash(std::string& file) {
  using namespace index_layout;
  Head head;
  if (file.size() < sizeof head) return;
  std::memcpy(&head, file.data(), sizeof head);
  std::memcpy(head.mark, mark.data(), sizeof head.mark);
  head.version = layout_version, head.abi = host_abi, head.host = host_id(), head.size = file.size();
  head.hash = hash_of(before_hash(head));
  std::memcpy(file.data(), &head, sizeof head);
  for (std::uint64_t i = 0; i < head.rows && i < 64; ++i) {
    const auto at = sizeof(Head) + std::uint64_t{head.places} * sizeof(FolderRow) + i * sizeof(Row);
    Row row;
    if (at > file.size() || file.size() - at < sizeof row) return;
    std::memcpy(static_cast<void*>(&row), file.data() + at, sizeof row);
    const auto within = [&](std::uint64_t from, std::uint64_t size) {
      return from <= file.size() && file.size() - from >= size;
    };
    if (!within(row.body_at, row.body_size) || !within(row.path.at, row.path.size)) continue;
    const std::string_view all(file);
    row.hash = hash_of(all.substr(row.body_at, row.body_size),
                       hash_of(all.substr(row.path.at, row.path.size), hash_of(before_hash(row))));
    std::memcpy(file.data() + at, &row, sizeof row);
  }
}

std::size_t touch(std::string_view text) {
  std::size_t sum = 0;
  for (const char byte : text) sum += static_cast<unsigned char>(byte);
  return sum;
}

void read_all(std::string_view bytes) {
  const auto index = Index::open(bytes);
  if (!index) return;
  volatile std::size_t sum = 0;
  for (std::size_t i = 0; i < index->size() && i < 64; ++i) {
    if (const auto row = index->row(i))
      sum = sum + touch(row->path) + touch(row->name) + touch(row->manifest) + touch(row->reason) + touch(row->origin);
    if (const auto candidate = index->candidate(i)) sum = sum + candidate->roots.size() + candidate->start.size();
    sum = sum + index->row_for(i, "acme").has_value();
  }
  for (std::size_t i = 0; i < index->word_count() && i < 64; ++i)
    if (const auto word = index->word(i)) sum = sum + touch(word->word) + touch(word->summary);
  for (const auto& step : index->first_steps()) sum = sum + touch(step.command) + touch(step.summary);
  for (const char* word : {"acme", "bolt", "", "zzz"}) sum = sum + index->find(word).has_value();
  sum = sum + index->is_whole() + index->may_be_racy();
  (void)index->is_of({LookedPlace{{"/p", "your plugins", ""}, {}}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  std::string file = good();
  const auto at = (static_cast<std::size_t>(data[1]) | static_cast<std::size_t>(data[2]) << 8) % file.size();
  file.replace(at, bytes.size(), bytes);
  if (data[0] & 1) rehash(file);
  if (data[0] & 2) file.resize(file.size() / 2);
  read_all(file);
  read_all(bytes);
  return 0;
}
