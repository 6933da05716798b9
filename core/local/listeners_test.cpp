// Whose socket it is: this user's own is, a stranger's is not.
#include "local/listeners.hpp"

#include "local/listening_socket.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chitty::host {
namespace {

constexpr uid_t nobody = 65534;

// A process of another user that listens on a free port of this machine, for as long as this lives.
class Stranger {
 public:
  Stranger() {
    int ends[2];
    if (::pipe(ends) != 0) return;
    child_ = ::fork();
    if (child_ == 0) {
      if (::setuid(nobody) != 0) ::_exit(1);
      auto socket = open_listener("127.0.0.1", 0);
      const std::uint16_t its_port = socket ? bound_port(socket->get()) : 0;
      if (::write(ends[1], &its_port, sizeof its_port) < 0) ::_exit(1);
      ::pause();
      ::_exit(0);
    }
    ::close(ends[1]);
    if (::read(ends[0], &port, sizeof port) != sizeof port) port = 0;
    ::close(ends[0]);
  }
  ~Stranger() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;

  std::uint16_t port = 0;

 private:
  pid_t child_ = -1;
};

TEST(Listeners, OnesOwnSocketIsKnownByItsInode) {
  const Fd one = open_listener("127.0.0.1", 0).value();
  const auto word = own_listener(bound_port(one.get()));
  ASSERT_TRUE(word) << word.error().message;
  EXPECT_FALSE(word->empty());
  EXPECT_EQ(*own_listener(bound_port(one.get())), *word);
}

// The same port, listened on anew: another word, though the same user.
TEST(Listeners, AnotherSocketAtTheSamePortIsAnotherWord) {
  std::uint16_t port = 0;
  std::string first;
  {
    const Fd one = open_listener("127.0.0.1", 0).value();
    port = bound_port(one.get());
    first = own_listener(port).value();
  }
  EXPECT_EQ(own_listener(port).value(), "");
  const Fd two = open_listener("127.0.0.1", port).value();
  EXPECT_NE(own_listener(port).value(), first);
}

TEST(Listeners, AStrangersIsRefusedByName) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be another user";
  const Stranger stranger;
  ASSERT_NE(stranger.port, 0);
  const auto refused = own_listener(stranger.port);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unreachable);
  EXPECT_NE(refused.error().message.find("nobody"), std::string::npos) << refused.error().message;
  EXPECT_EQ(refused.error().details.at("reason"), "stranger");
}

}  // namespace
}  // namespace chitty::host
