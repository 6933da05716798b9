// What a process inherits. Each case runs in a child, whose streams and limits are its own to break.
#include "base/process/inherited.hpp"

#include "base/paths.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <functional>

namespace chitty::host {
namespace {

// The exit code of a child that does this.
int in_child(const std::function<int()>& what) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close_range(STDERR_FILENO + 1, ~0u, 0);  // whoever runs the tests may have left some
    ::_exit(what());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST(Inherited, AClosedStreamIsFilledSoThatNoFileGetsItsNumber) {
  EXPECT_EQ(in_child([] {
              for (const int stream : {0, 1, 2}) ::close(stream);
              secure_standard_streams();
              const int file = ::open("/dev/null", O_RDWR);
              return file;
            }),
            3);
}

TEST(Inherited, AClosedInputOrOutputFailsAndAClosedErrorIsDropped) {
  EXPECT_EQ(in_child([] {
              for (const int stream : {0, 1, 2}) ::close(stream);
              secure_standard_streams();
              char byte = 0;
              if (::read(0, &byte, 1) != -1 || errno != EBADF) return 1;
              if (::write(1, "x", 1) != -1 || errno != EBADF) return 2;
              return ::write(2, "x", 1) == 1 ? 0 : 3;
            }),
            0);
}

TEST(Inherited, OpenStreamsAreLeftAlone) {
  EXPECT_EQ(in_child([] {
              int ends[2];
              if (::pipe(ends) != 0 || ::dup2(ends[0], 0) != 0) return 1;
              secure_standard_streams();
              char byte = 0;
              return ::write(ends[1], "x", 1) == 1 && ::read(0, &byte, 1) == 1 && byte == 'x' ? 0 : 2;
            }),
            0);
}

TEST(Inherited, TooFewOpenFilesAreSaid) {
  EXPECT_EQ(in_child([] {
              const rlimit few{5, 5};
              ::setrlimit(RLIMIT_NOFILE, &few);
              const auto started = start_safely();
              return !started && started.error().code == Code::configuration && started.error().message.find("is 5") != std::string::npos ? 0 : 1;
            }),
            0);
}

TEST(Inherited, ASoftLimitIsRaised) {
  EXPECT_EQ(in_child([] {
              rlimit limit{};
              ::getrlimit(RLIMIT_NOFILE, &limit);
              const rlimit low{8, limit.rlim_max};
              ::setrlimit(RLIMIT_NOFILE, &low);
              if (!start_safely()) return 1;
              ::getrlimit(RLIMIT_NOFILE, &limit);
              return limit.rlim_cur == limit.rlim_max ? 0 : 2;
            }),
            0);
}

TEST(Inherited, ADeletedWorkingFolderIsNone) {
  EXPECT_EQ(in_child([] {
              char name[] = "/tmp/chitty-gone-XXXXXX";
              if (!::mkdtemp(name) || ::chdir(name) != 0 || ::rmdir(name) != 0) return 1;
              return working_folder().empty() ? 0 : 2;
            }),
            0);
  EXPECT_FALSE(working_folder().empty());
}

TEST(Inherited, ARelativeHomeOrXdgFolderIsIgnored) {
  EXPECT_EQ(in_child([] {
              ::setenv("HOME", "here", 1);
              for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"}) ::setenv(name, "there", 1);
              const auto paths = Paths::of_this_process();
              for (const auto& path : {paths.home, paths.config, paths.data, paths.cache, paths.state})
                if (!path.is_absolute()) return 1;
              return 0;
            }),
            0);
}

}  // namespace
}  // namespace chitty::host
