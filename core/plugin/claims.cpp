#include "plugin/claims.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace chitty::host {

namespace {

constexpr std::array<std::string_view, 7> reserved{"api", "plugin", "config", "remote", "completion", "help", "version"};

using Owners = std::map<std::string, const Candidate*, std::less<>>;

void refuse(Candidate& candidate, std::string why, std::string hint) {
  candidate.reason = std::move(why);
  candidate.hint = std::move(hint);
  candidate.by_claim = true;
}

std::string named(const Candidate& candidate) { return "'" + candidate.name + "' (" + candidate.path + ")"; }

// A name is a plugin's identity: with it gone, nothing could reach the plugin.
bool claim_name(Candidate& candidate, Owners& owners) {
  if (is_reserved_word(candidate.name)) {
    refuse(candidate,
           candidate.path + " calls itself '" + candidate.name + "' (/name), which is a command of chitty itself.",
           "Ask its publisher for another name, or remove the file.");
    return false;
  }
  const auto [owner, is_new] = owners.try_emplace(candidate.name, &candidate);
  if (is_new) return true;
  const auto& first = *owner->second;
  if (first.name == candidate.name)
    refuse(candidate,
           candidate.path + " is shadowed by " + first.path + ", a plugin of the same name '" + candidate.name +
               "' (version " + first.version + ") that is found first.",
           "Remove one of the two files.");
  else
    refuse(candidate,
           candidate.path + " calls itself '" + candidate.name + "' (/name), which is already a word of the plugin " +
               named(first) + ", found first.",
           "Remove one of the two files.");
  return false;
}

void claim_root(Candidate& candidate, const std::string& word, Owners& owners) {
  std::string whose;
  if (is_reserved_word(word)) {
    whose = "chitty itself";
  } else {
    const auto [owner, is_new] = owners.try_emplace(word, &candidate);
    if (is_new || owner->second == &candidate) return;
    whose = "the plugin " + named(*owner->second) + ", found first";
  }
  candidate.lost.push_back(word);
  candidate.note += (candidate.note.empty() ? "" : " ") +
                    ("The word '" + word + "' of the plugin " + named(candidate) + " belongs to " + whose + ".");
  candidate.hint = "Call it by its own name: chitty " + candidate.name + " …";
}

}  // namespace

bool is_reserved_word(std::string_view word) {
  return std::find(reserved.begin(), reserved.end(), word) != reserved.end();
}

void settle_claims(std::vector<Candidate>& candidates) {
  Owners owners;
  for (auto& candidate : candidates) {
    if (!candidate.reason.empty() || !claim_name(candidate, owners)) continue;
    for (const auto& root : candidate.roots) claim_root(candidate, root.word, owners);
  }
}

}  // namespace chitty::host
