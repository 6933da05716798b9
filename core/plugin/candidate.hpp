// One file found in a search place, and what became of it: a plugin, or a reason why not. A pure function of its bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/host_offer.hpp"
#include "manifest/manifest.hpp"
#include "plugin/stamp.hpp"

namespace chitty::host {

struct Candidate {
  std::string path, sha256;
  std::string name, version, summary;  // as far as they could be read
  std::vector<Root> roots;             // as declared
  std::vector<Example> start;          // what somebody new may try first
  std::string manifest;                // JSON text
  std::string reason, hint;            // why it is refused: one sentence, and what to do; empty: usable
  std::string note;                    // usable, but a word of it belongs to another plugin
  bool by_claim = false;               // rejected for a conflict with another plugin; the file is valid
  std::vector<std::string> lost;       // words that it does not get
  std::uint32_t place = 0;             // number of its search place
  FileStamp stamp;
  bool proven = false;  // see CatalogueRow
};

Candidate examine(const std::string& path, std::string_view bytes, const HostOffer& host);

// A candidate that could not be read at all.
Candidate refused(const std::string& path, std::string reason, std::string hint);

}  // namespace chitty::host
