#include "check/manifest_checks.hpp"

#include <boost/json/parse.hpp>
#include <manifest/proofs.hpp>

#include "base/text.hpp"

namespace chitty::host {

Finding check_manifest_proofs(const Subject& subject) {
  const auto manifest = json::parse(subject.candidate.manifest).as_object();
  auto lines = chitty::prove_schemas(manifest);
  if (lines.empty()) lines = chitty::prove_routes(manifest);
  if (lines.empty()) lines = chitty::prove_arguments(manifest);
  if (lines.empty()) lines = chitty::prove_columns(manifest);
  if (lines.empty()) lines = chitty::prove_requests(manifest);
  if (lines.empty())
    return {"ABI-27", "manifest", Finding::State::pass, "Its schemas compile, and its routes and requests are consistent.", {}};
  return {"ABI-27", "manifest", Finding::State::fail, join(lines, "; ") + ".",
          "Build it with chitty_plugin() of this SDK, which checks the same."};
}

}  // namespace chitty::host
