// The caption of a filing: who is against whom. Any thread.
#pragma once

#include <string>
#include <vector>

#include "find.hpp"

namespace chittycases::find {

struct CaptionParty {
  std::string name;  // as in the caption, on one line
  std::string role;  // plaintiff, defendant, petitioner, ...
};

// From the first two pages; none where there is no caption.
std::vector<CaptionParty> parties_in_caption(const std::vector<Page>& pages);

}  // namespace chittycases::find
