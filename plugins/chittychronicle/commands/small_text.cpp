#include "small_text.hpp"

#include <fstream>

namespace chittychronicle::commands {

using namespace chitty;

Result<std::string> small_text(const std::string& path, std::size_t most, std::string_view what, std::string_view command, Host& host) {
  const auto hint = "Save one: " + std::string(command);
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  if (path == "-") {
    while (size < text.size()) {
      CHITTY_TRY(const auto got, host.read_input(text.data() + size, text.size() - size));
      if (got == 0) break;
      size += got;
    }
  } else {
    std::ifstream file(path, std::ios::binary);
    size = static_cast<std::size_t>(file.read(text.data(), static_cast<std::streamsize>(text.size())).gcount());
    if (!file && !file.eof()) return make_error(Code::not_found, "cannot read " + path, hint);
  }
  if (size == 0 || size == text.size()) return usage_error(path + " is not " + std::string(what), hint);
  text.resize(size);
  return text;
}

}  // namespace chittychronicle::commands
