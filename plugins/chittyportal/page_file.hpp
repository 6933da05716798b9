// The files of the page, as they were when this was built (page/).
#pragma once

#include <span>
#include <string_view>

namespace chittyportal {

struct PageFile {
  std::string_view name, content;
};
std::span<const PageFile> page_files();

}  // namespace chittyportal
