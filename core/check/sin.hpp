// What a plugin may not do to the process that it is a guest of (ABI-19), and one thing that it may not ask (ABI-11).
#pragma once

#include <cstddef>

namespace chitty::host {

enum class Sin {
  ends_process,
  starts_process,
  handles_signal,
  sends_signal,
  sets_timer,
  changes_folder,
  changes_umask,
  changes_environment,
  changes_locale,
  prints_out,
  prints_err,
  reads_in,
  redirects,
  changes_terminal,
  changes_session,
  asks_unstable,
};
constexpr std::size_t sin_count = 16;

// "ends the process (exit, _exit)".
const char* words_of(Sin sin);

}  // namespace chitty::host
