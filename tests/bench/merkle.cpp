// A batch of leaves and the path of each: merkle_bench [LEAVES], a million if not said. CPU time, and the most memory.
#include <chitty/merkle.hpp>
#include <chitty/testkit/openssl_crypto.hpp>

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

double cpu_now() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

int main(int count, char** words) {
  const auto size = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  const chitty::Crypto crypto(&chitty::testkit::openssl_crypto());
  const auto begun = cpu_now();
  std::vector<std::string> leaves;
  leaves.reserve(size);
  for (std::uint64_t at = 0; at < size; ++at) leaves.push_back(chitty::merkle_leaf(crypto, "chitty-evidence/1\n" + std::to_string(at)));
  const auto hashed = cpu_now();
  const chitty::MerkleBatch batch(crypto, leaves);
  const auto built = cpu_now();
  std::uint64_t siblings = 0;
  for (std::uint64_t at = 0; at < size; ++at) siblings += batch.path(at).size();
  const auto paths = cpu_now();
  for (std::uint64_t at = 0; at < size; at += 1000)
    if (chitty::merkle_root_by(crypto, leaves[at], at, size, batch.path(at)) != batch.root()) return std::puts("a path does not lead to the root"), 1;
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  std::printf("%llu leaves: hashed %.2f s, tree %.2f s, all paths %.2f s (%llu siblings), %ld MiB\n", static_cast<unsigned long long>(size), hashed - begun, built - hashed,
              paths - built, static_cast<unsigned long long>(siblings), used.ru_maxrss >> 10);
}
