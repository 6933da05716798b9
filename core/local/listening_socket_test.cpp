// Sockets from systemd, as the environment tells of them. Each case runs in a child: descriptor 3 and the variables are its own.
#include "local/listening_socket.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

namespace chitty::host {
namespace {

int in_child(const std::function<int()>& what) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(what());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void say(const std::string& count) {
  ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
  ::setenv("LISTEN_FDS", count.c_str(), 1);
}

// A TCP socket as descriptor 3, listening or not.
void make_three(bool listening) {
  ::close(3);
  const int made = ::socket(AF_INET, SOCK_STREAM, 0);
  if (made != 3) {
    ::dup2(made, 3);
    ::close(made);
  }
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(3, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0 && listening) ::listen(3, 1);
}

// 0: taken; 1: none; 2: refused, with descriptor 3 still open.
int outcome() {
  const auto sockets = inherited_sockets();
  if (!sockets) return ::fcntl(3, F_GETFD) >= 0 ? 2 : 3;
  return sockets->size() == 1 ? 0 : 1;
}

TEST(InheritedSockets, AreTakenWhenTheyListen) {
  EXPECT_EQ(in_child([] { return make_three(true), say("1"), outcome(); }), 0);
  EXPECT_EQ(in_child([] { return make_three(true), say("1"), ::setenv("LISTEN_PID", "1", 1), outcome(); }), 1);
  EXPECT_EQ(in_child([] { return make_three(true), say("0"), outcome(); }), 1);
}

TEST(InheritedSockets, ALieIsRefusedAndNothingIsClosed) {
  EXPECT_EQ(in_child([] { return make_three(false), say("1"), outcome(); }), 2);
  EXPECT_EQ(in_child([] { return make_three(true), ::close(4), say("2"), outcome(); }), 2);
  EXPECT_EQ(in_child([] { return ::dup2(::open("/dev/null", O_RDONLY), 3), say("1"), outcome(); }), 2);
  for (const char* count : {"-1", "x", "65", "99999999999", ""})
    EXPECT_EQ(in_child([&] { return make_three(true), say(count), outcome(); }), 2) << count;
}

}  // namespace
}  // namespace chitty::host
