#include "base/host_name.hpp"

namespace chitty::host {
namespace {

std::string_view host_in(std::string_view address) {
  const auto begin = address.find("://");
  if (begin == std::string_view::npos) return {};
  auto authority = address.substr(begin + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  authority.remove_prefix(authority.rfind('@') + 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace

std::string_view name_like_ipv4(std::string_view address) {
  constexpr std::string_view digits = "0123456789";
  const auto host = host_in(address);
  const auto last = host.substr(host.rfind('.') + 1);
  const bool is_name = !host.empty() && digits.find(host.front()) != std::string_view::npos && last.find_first_not_of(digits) != std::string_view::npos &&
                       host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == std::string_view::npos;
  return is_name ? host : std::string_view();
}

std::string under_another_name(std::string_view address, std::string_view name) {
  return std::string(address).replace(static_cast<std::size_t>(name.data() - address.data()), name.size(), "host.invalid");
}

}  // namespace chitty::host
