#include "base/trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

std::string name_of(uid_t user) {
  std::vector<char> buffer(4096);
  struct passwd entry {};
  struct passwd* found = nullptr;
  return ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found ? found->pw_name : "";
}

// A group of this user's name with no other member.
bool is_own_group(gid_t group) {
  const auto user = ::geteuid();
  if (user == 0) return false;
  std::vector<char> buffer(16'384);
  struct group entry {};
  struct group* found = nullptr;
  if (::getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found) != 0 || !found) return false;
  const auto own = name_of(user);
  if (own.empty() || own != found->gr_name) return false;
  for (char** member = found->gr_mem; member && *member; ++member)
    if (own != *member) return false;
  return true;
}

std::string mode_of(mode_t mode) {
  char digits[8];
  std::snprintf(digits, sizeof digits, "%04o", static_cast<unsigned>(mode & 07777));
  return digits;
}

std::string quoted(const std::string& path) {
  if (path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@%,=") == std::string::npos) return path;
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// `what`: how the sentence calls it, "it" or "its folder /x".
std::optional<Distrust> judge(const std::string& path, const std::string& what, bool above) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  const auto user = ::geteuid();
  if (facts.st_uid != 0 && facts.st_uid != user) {
    const auto name = name_of(facts.st_uid);
    const auto number = "uid " + std::to_string(facts.st_uid);
    const auto to = name_of(user);
    return Distrust{what + " belongs to " + (name.empty() ? number : name + " (" + number + ")"),
                    "chown " + (to.empty() ? std::to_string(user) : to) + " " + quoted(path)};
  }
  const bool sticky = above && (facts.st_mode & S_ISVTX);
  const bool others = (facts.st_mode & S_IWOTH) || ((facts.st_mode & S_IWGRP) && !is_own_group(facts.st_gid));
  if (!others || sticky) return std::nullopt;
  return Distrust{what + " can be written by others (mode " + mode_of(facts.st_mode) + ")", "chmod go-w " + quoted(path)};
}

}  // namespace

std::optional<Distrust> distrust(const fs::path& path, Reach reach) {
  std::error_code ec;
  auto at = fs::canonical(path, ec);
  if (ec) return std::nullopt;
  if (auto own = judge(at.string(), "it", false)) return own;
  for (bool nearest = true; reach != Reach::file && at.has_relative_path(); nearest = false) {
    at = at.parent_path();
    if (auto folder = judge(at.string(), (nearest ? "its folder " : "a folder above it, ") + at.string() + (nearest ? "" : ","), true)) return folder;
    if (reach == Reach::folder) break;
  }
  return std::nullopt;
}

}  // namespace chitty::host
