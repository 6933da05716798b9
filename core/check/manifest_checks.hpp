// What the manifest says, proven as the build proves it (sdk/manifest). Not whether each word is known: one that a newer
// host knows is lawful (ABI-04).
#pragma once

#include "check/finding.hpp"
#include "check/subject.hpp"

namespace chitty::host {

Finding check_manifest_proofs(const Subject& subject);

}  // namespace chitty::host
