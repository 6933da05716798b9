// Room first: what proves it finds a folder that is full, one that is not writable, and leaves nothing behind.
#include "config/secret/credential_room.hpp"

#include "base/files.hpp"
#include "config/test_home.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

namespace chitty::host {
namespace {

class CredentialRoom : public TestHome {
 protected:
  Result<void> prove() { return prove_room(paths, Config::load(paths, folder).value()); }
};

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += entry.is_regular_file();
  return count;
}

TEST_F(CredentialRoom, IsThereAndNothingIsLeftOfTheProof) {
  const auto before = files_in(root);
  ASSERT_TRUE(prove());
  EXPECT_EQ(files_in(root), before);
}

// What is in the way of a folder is in root's way too, as a missing right is not.
TEST_F(CredentialRoom, AFolderThatCannotBeWrittenIsNamed) {
  for (const auto& place : {paths.data / "secrets", paths.config}) {
    std::filesystem::remove_all(place);
    replace_file(place, "in the way").value();
    const auto refused = prove_room(paths, Config::at(paths, folder));
    ASSERT_FALSE(refused) << place;
    EXPECT_EQ(refused.error().code, Code::configuration);
    EXPECT_NE(refused.error().message.find(place.string()), std::string::npos) << refused.error().message;
    EXPECT_TRUE(refused.error().message.starts_with("cannot save a new credential, so none was requested: ")) << refused.error().message;
    std::filesystem::remove(place);
  }
}

TEST_F(CredentialRoom, AFullDiskIsFoundBeforehand) {
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{4096, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto refused = prove();
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("The disk is full"), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace chitty::host
