// Versions as semver.org (2.0.0) orders them: 1.9.0 < 1.10.0-rc.1 < 1.10.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chittyregistry {

struct SemanticVersion {
  std::vector<std::string> numbers;  // three, without zeros at the front
  std::vector<std::string> pre;      // of a pre-release its parts; what stands behind + counts for nothing

  bool is_release() const { return pre.empty(); }
  bool operator<(const SemanticVersion& other) const;
};

// Nothing when it is none.
std::optional<SemanticVersion> parse_version(std::string_view text);

// Which of them `latest` is: the highest release; where there is none, the highest. Empty of none.
std::string latest_of(const std::vector<std::string>& versions);

}  // namespace chittyregistry
