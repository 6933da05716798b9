#include <algorithm>
#include <chitty/cookie.hpp>

namespace chitty {

bool is_secure(const Service& service) { return service.base_url().starts_with("https://"); }

std::string cookie_in(std::string_view field, std::string_view name) {
  while (!field.empty()) {
    auto one = field.substr(0, field.find(';'));
    field.remove_prefix(one.size() < field.size() ? one.size() + 1 : one.size());
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.substr(0, name.size()) == name && one.substr(name.size(), 1) == "=") return std::string(one.substr(name.size() + 1));
  }
  return {};
}

std::string cookie_name(const Service& service, std::string_view name) {
  return (is_secure(service) ? "__Host-" : "") + std::string(name);
}

std::string set_cookie(const Service& service, std::string_view name, std::string_view value, std::int64_t seconds,
                       std::string_view same_site) {
  const auto base = service.base_url();
  const auto slash = base.find('/', base.find("://") + 3);
  const std::string path(is_secure(service) || slash == base.npos ? std::string_view("/") : base.substr(slash));
  std::string field = cookie_name(service, name).append("=").append(value).append("; Path=").append(path);
  field.append("; Max-Age=").append(std::to_string(seconds)).append("; HttpOnly; SameSite=").append(same_site);
  return is_secure(service) ? field + "; Secure" : field;
}

}  // namespace chitty
