#include "check/sin.hpp"

namespace chitty::host {

const char* words_of(Sin sin) {
  constexpr const char* words[sin_count] = {"ends the process (exit, _exit)",
                                            "starts another process (fork, exec, system)",
                                            "handles a signal (signal, sigaction)",
                                            "sends a signal (kill)",
                                            "sets a timer of the whole process (alarm, setitimer)",
                                            "changes the working folder (chdir)",
                                            "changes the file mode mask (umask)",
                                            "changes the environment (setenv, putenv)",
                                            "changes the locale (setlocale)",
                                            "writes to the host's standard output",
                                            "writes to the host's standard error",
                                            "reads the host's standard input",
                                            "closes or redirects a standard stream",
                                            "changes the terminal (tcsetattr)",
                                            "leaves the process's session or group (setsid, setpgid)",
                                            "asks for an unstable extension that its manifest does not name"};
  return words[static_cast<std::size_t>(sin)];
}

}  // namespace chitty::host
