#include "check/imports.hpp"

#include <algorithm>
#include <string_view>

namespace chitty::host {

namespace {

struct Ban {
  std::string_view names;  // separated by blanks
  const char* why;
};

// No C++ runtime asks for these by itself: whoever imports one, calls it.
constexpr Ban bans[] = {
    {"exit _exit _Exit quick_exit err errx verr verrx", "which ends the process"},
    {"atexit on_exit at_quick_exit", "which registers work for the end of the process, where no code of a plugin runs"},
    {"fork vfork _Fork posix_spawn posix_spawnp execv execve execvp execvpe execl execle execlp fexecve system popen "
     "daemon",
     "which starts another process"},
    {"signal sigaction bsd_signal sysv_signal __sysv_signal sigset sigvec siginterrupt",
     "which handles a signal of the whole process"},
    {"alarm ualarm setitimer", "which sets a timer of the whole process"},
    {"chdir fchdir chroot", "which changes the working folder of the whole process"},
    {"umask", "which changes the file mode mask of the whole process"},
    {"setenv putenv unsetenv clearenv", "which changes the environment of the whole process"},
    {"setlocale", "which changes the locale of the whole process"},
    {"printf vprintf puts putchar putchar_unlocked __printf_chk __vprintf_chk perror warn warnx",
     "which writes to the host's streams"},
    {"getchar scanf vscanf __isoc99_scanf getpass readline", "which reads the host's standard input"},
    {"tcgetattr tcsetattr tcsetpgrp isatty ttyname ttyname_r ctermid",
     "which uses the host's terminal"},
};

// A runtime's own last resort; in a plugin of C alone, the plugin's.
constexpr Ban bans_without_runtime[] = {
    {"abort", "which ends the process"},
    {"__cxa_atexit", "which registers work for the end of the process, where no code of a plugin runs"},
    {"stdout stderr", "a stream of the host"},
    {"stdin", "a stream of the host"},
};

bool contains(std::string_view names, std::string_view name) {
  for (std::size_t at = 0; (at = names.find(name, at)) != std::string_view::npos; ++at) {
    const auto end = at + name.size();
    if ((at == 0 || names[at - 1] == ' ') && (end == names.size() || names[end] == ' ')) return true;
  }
  return false;
}

// It unwinds: the runtime of C++, Rust or the like is in it.
bool has_runtime(const ElfNeeds& needs) {
  return std::any_of(needs.imports.begin(), needs.imports.end(), [](std::string_view name) {
    return name == "_dl_find_object" || name == "dl_iterate_phdr" || name.starts_with("_Unwind_") ||
           name.starts_with("__gxx_personality");
  });
}

template <std::size_t size>
void collect(const Ban (&list)[size], const ElfNeeds& needs, std::vector<IllManneredImport>& found) {
  for (const auto& name : needs.imports)
    for (const Ban& ban : list)
      if (contains(ban.names, name)) found.push_back({name, ban.why});
}

}  // namespace

std::vector<IllManneredImport> ill_mannered(const ElfNeeds& needs) {
  std::vector<IllManneredImport> found;
  collect(bans, needs, found);
  if (needs.calls_atexit) found.push_back({"atexit", bans[1].why});
  if (!has_runtime(needs)) collect(bans_without_runtime, needs, found);
  return found;
}

}  // namespace chitty::host
