#include "plugin/gather.hpp"

#include <unordered_map>

#include "base/files.hpp"
#include "base/trust.hpp"

namespace chitty::host {

namespace {

constexpr std::uint64_t largest_library = 1u << 30;

// One file, looked at before and after it is read: a file that changes meanwhile is no plugin yet.
Candidate read_candidate(const std::string& path, const FileLook& look) {
  const auto broken = [&](const std::string& why, std::string hint) {
    return refused(path, path + " cannot be read: " + why + ".", std::move(hint));
  };
  if (look.error) return broken(system_words(look.error), "Correct the link or its permissions, or remove it.");
  if (!look.is_file) return broken("it is not a file", "Remove it from the folder of plugins.");
  if (look.stamp.size > largest_library)
    return broken("it is larger than 1 GiB", "Remove it from the folder of plugins.");
  const auto bytes = read_file(path);
  if (!bytes) return refused(path, bytes.error().message, "Let this user read it (chmod u+r), or remove it.");
  if (look_at(path.c_str()).stamp != look.stamp)
    return broken("it is being written", "Run the command again when it is whole.");
  return examine(path, *bytes, this_host());
}

// Code is run for who could have written it: a library that others can change, or exchange, is not run at all.
void refuse_if_distrusted(Candidate& candidate) {
  const auto doubt = distrust(candidate.path, Reach::all);
  if (!doubt || !candidate.reason.empty()) return;
  candidate.reason = candidate.path + " is not loaded: " + doubt->why + ".";
  candidate.hint = doubt->hint();
}

using Known = std::unordered_map<std::string_view, std::size_t>;

Known known_paths(const Index* old) {
  Known known;
  for (std::size_t i = 0; old && i < old->size(); ++i)
    if (const auto row = old->row(i)) known.emplace(row->path, i);
  return known;
}

}  // namespace

std::vector<Candidate> gather(const std::vector<LookedPlace>& places, const Index* old, std::int64_t time_ns) {
  const Known known = known_paths(old);
  std::vector<Candidate> all;
  for (std::uint32_t place = 0; place < places.size(); ++place) {
    if (!places[place].place.skipped.empty()) continue;
    for (const auto& path : library_files(places[place].place.folder)) {
      const FileLook look = look_at(path.c_str());
      const auto found = known.find(path);
      auto before = found == known.end() ? std::nullopt : old->candidate(found->second);
      const bool same = before && before->reason.empty() && before->proven && before->stamp == look.stamp;
      all.push_back(same ? std::move(*before) : read_candidate(path, look));
      refuse_if_distrusted(all.back());
      all.back().place = place;
      all.back().stamp = look.stamp;
      all.back().proven = look.is_file && is_settled(look.stamp, time_ns);
    }
  }
  return all;
}

}  // namespace chitty::host
