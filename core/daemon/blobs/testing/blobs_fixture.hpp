// Both places of blobs, with the same words.
#pragma once

#include "daemon/blobs/blob_address.hpp"
#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/blobs/s3/s3_blobs.hpp"
#include "daemon/blobs/testing/memory_store.hpp"

#include "base/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

namespace chitty::host::daemon {

inline constexpr const char* abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

inline Blobs::Read giving(std::string content) {
  return [content, at = std::size_t{0}](char* buffer, std::size_t capacity) mutable -> Result<std::size_t> {
    const std::size_t size = content.copy(buffer, std::min<std::size_t>(capacity, 10'000), at);
    at += size;
    return size;
  };
}

inline std::string noise(std::size_t size) {
  std::string text(size, 'x');
  std::uint32_t state = 7;
  for (auto& c : text) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return text;
}

class OnePlace {
 public:
  OnePlace() {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-blobs-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~OnePlace() { std::filesystem::remove_all(folder_); }

  auto put(const Blobs::Read& read) const { return blobs_->put(read, cancel_); }
  auto get(std::string_view address, const Blobs::Write& write) const { return blobs_->get(address, write, cancel_); }
  auto check() const { return blobs_->check(cancel_); }
  Result<std::string> content(std::string_view address) const {
    std::string all;
    auto done = get(address, [&](std::string_view piece) -> Result<void> { return all.append(piece), Result<void>(); });
    if (!done) return done.error();
    return all;
  }
  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) count += entry.is_regular_file();
    return count;
  }

  std::filesystem::path folder_;
  CancelToken cancel_;
  std::unique_ptr<Blobs> blobs_;
};

struct InFolder : OnePlace {
  InFolder() { blobs_ = std::make_unique<FolderBlobs>(folder_); }
  void damage(std::string_view address, const std::string& content) {
    replace_file(folder_ / place_of(*hash_of(address)), content).value();
  }
  std::size_t count() const { return files(); }
};

// Content waits in a file beyond 1 MiB and goes in parts beyond 2 MiB.
struct InStore : OnePlace {
  static constexpr const char* url = "s3://bucket/some%20where?endpoint=https://store.test";
  InStore() { open(); }
  void open() {
    blobs_ = std::make_unique<S3Blobs>(
        s3_address(url).value(), [this]() -> Result<AwsCredentials> { return ++asked_for_credentials_, store_.credentials; },
        store_.transport(), folder_ / "incoming", S3Sizes{1 << 20, 2 << 20, 1 << 20});
  }
  std::string path(std::string_view address) const { return "/bucket/some%20where/" + place_of(*hash_of(address)); }
  void damage(std::string_view address, const std::string& content) { store_.objects.at(path(address)) = content; }
  std::size_t count() const { return store_.objects.size(); }
  MemoryStore store_;
  int asked_for_credentials_ = 0;
};

}  // namespace chitty::host::daemon
