#include "daemon/request_parser.hpp"

#include <functional>

namespace chitty::daemon {
namespace {

class WrongHead final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "chitty.request"; }
  std::string message(int) const override { return "a header field goes on in a second line, and each must be one line"; }
};

}  // namespace

bool RequestParser::is_folded(std::string_view fed, std::string_view name, std::string_view value) {
  const char* const behind = name.data() + name.size();
  const std::less<const char*> before;  // the pointers may be of different memory
  if (before(value.data(), behind) || before(fed.data() + fed.size(), value.data() + value.size())) return true;
  return std::string_view(behind, static_cast<std::size_t>(value.data() - behind)).find('\n') != std::string_view::npos;
}

boost::system::error_code RequestParser::folded_field() {
  static const WrongHead category;
  return {1, category};
}

}  // namespace chitty::daemon
