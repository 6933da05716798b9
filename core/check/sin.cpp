#include "check/sin.hpp"

namespace chitty {

const char* words_of(Sin sin) {
  constexpr const char* words[sin_count] = {"ends the process (exit, _exit)",
                                            "starts another process (fork, exec, system)",
                                            "takes a signal for itself (signal, sigaction)",
                                            "sends a signal (kill)",
                                            "sets a timer of the whole process (alarm, setitimer)",
                                            "changes the working folder (chdir)",
                                            "changes the file mode mask (umask)",
                                            "changes the environment (setenv, putenv)",
                                            "changes the locale (setlocale)",
                                            "prints on standard output, which is the host's",
                                            "prints on standard error, which is the host's",
                                            "reads standard input, which is the host's",
                                            "closes or redirects a standard stream",
                                            "changes the terminal (tcsetattr)",
                                            "leaves the process's session or group (setsid, setpgid)",
                                            "asks for an unstable extension that its manifest does not name"};
  return words[static_cast<std::size_t>(sin)];
}

}  // namespace chitty
