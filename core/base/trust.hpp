// Checks that a file is trustworthy: only if nobody but this user and root could have written it, or put another one in its place: the
// question that ssh, sudo and git ask before they believe a key, a program or a repository.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace chitty::host {

// Why a file is not believed, and the command that makes it so.
struct Distrust {
  std::string why;   // "it can be written by others (mode 0666)", "its folder /x belongs to ada (uid 1001)"
  std::string mend;  // "chmod go-w /x", "chown root /x"

  std::string hint() const { return "If you trust it as it is now: " + mend; }
};

enum class Reach {
  file,    // the file, links followed: what a project may share
  folder,  // and the folder that it is in: configuration, tokens
  all,     // and every folder above it: code that is about to run
};

// Nothing if `path` may be believed, or is not there. Judged is the real path, since a link in a safe folder may lead to an
// unsafe one: load what `canonical` gives, not what was asked about. Believed owners are this user and root; for root, root
// alone. A group may write if it is this user's own group and nobody else is in it (Debian's and Ubuntu's user groups), never for
// root. A folder above may be written by others if it is sticky, as /tmp is: they cannot rename what is not theirs.
std::optional<Distrust> distrust(const std::filesystem::path& path, Reach reach);

}  // namespace chitty::host
