// A socket of this user's is the daemon's only if the process behind the pid file holds it.
#include "local/daemon_proof.hpp"

#include "local/listening_socket.hpp"
#include "local/pid_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace chitty::host {
namespace {

class DaemonProof : public ::testing::Test {
 protected:
  DaemonProof() {
    char name[] = "/tmp/chitty-proof-XXXXXX";
    folder_ = ::mkdtemp(name);
    port_ = bound_port(socket_.get());
  }
  ~DaemonProof() override { std::filesystem::remove_all(folder_); }

  PidFile daemon(int pid) {
    auto file = PidFile::take(folder_ / "chittyd.pid").value();
    RunningDaemon running;
    running.pid = pid;
    running.instance = "one";
    running.address = "http://127.0.0.1:" + std::to_string(port_);
    EXPECT_TRUE(file.write(running));
    return file;
  }
  void expect_refused() const {
    const auto word = daemon_listener(port_, folder_);
    ASSERT_FALSE(word);
    EXPECT_EQ(word.error().code, Code::unreachable);
    EXPECT_EQ(word.error().details.at("reason"), "stranger");
    EXPECT_NE(word.error().message.find("(process " + std::to_string(::getpid()) + "), which is not your chittyd; your credential was not sent"),
              std::string::npos)
        << word.error().message;
  }

  std::filesystem::path folder_;
  Fd socket_ = open_listener("127.0.0.1", 0).value();
  std::uint16_t port_ = 0;
};

TEST_F(DaemonProof, TheDaemonsOwnSocketIsProvedByItsProcess) {
  const auto file = daemon(::getpid());
  const auto word = daemon_listener(port_, folder_);
  ASSERT_TRUE(word) << word.error().message;
  EXPECT_FALSE(word->empty());
  EXPECT_EQ(port_of_daemon(folder_), port_);
}

TEST_F(DaemonProof, WhereNoDaemonRunsItIsAnotherProgram) { expect_refused(); }

TEST_F(DaemonProof, WhereTheDaemonIsAnotherProcessItIsAnotherProgram) {
  const pid_t other = ::fork();
  if (other == 0) {
    ::close(socket_.get());
    ::pause();
    ::_exit(0);
  }
  for (int i = 0; i < 100 && std::filesystem::exists("/proc/" + std::to_string(other) + "/fd/" + std::to_string(socket_.get())); ++i) ::usleep(20'000);
  const auto file = daemon(other);
  expect_refused();
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
}

TEST_F(DaemonProof, NobodyListensIsNobodysFault) {
  socket_ = Fd();
  EXPECT_EQ(daemon_listener(port_, folder_).value(), "");
}

TEST_F(DaemonProof, ThePortOfADaemonThatIsDownIsRemembered) {
  EXPECT_EQ(port_of_daemon(folder_), 0);
  std::ofstream(folder_ / "chittyd.json") << R"({"port": 4280})";
  EXPECT_EQ(port_of_daemon(folder_), 4280);
}

}  // namespace
}  // namespace chitty::host
