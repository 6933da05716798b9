// The plugin under test, known from its file, and the one place where its children are run and judged.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "check/child.hpp"
#include "check/finding.hpp"
#include "plugin/candidate.hpp"
#include "manifest/manifest.hpp"
#include "plugin/running.hpp"

namespace chitty::host {

struct Subject {
  Candidate candidate;  // usable
  Manifest manifest;
  std::string bytes;
  std::chrono::milliseconds limit{45000};  // for each child

  std::map<Sin, std::string> sins;  // against the manners, of all children so far, with the phase of the first
  bool traced = true;               // every child's system calls were seen

  CatalogueRow row() const;
  // As the host opens it, with the testkit's tables. In a child.
  Result<RunningPlugin> open(Notes& notes) const;

  // Run `work` in a child. Passed when nothing was noted and the child came to its end; `good` is said then.
  using Work = std::function<void(Notes&, Tracer&)>;
  Finding test(std::string rule, std::string check, std::string good, const Work& work);
};

// What the plugin meets as its host; questions for unstable extensions that its manifest does not name are noted
// (ABI-11).
const chitty_host& checking_host(const Manifest& manifest, Notes& notes);

}  // namespace chitty::host
