#include "name.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace chittyregister {

namespace {

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  for (;;) {
    const auto dot = host.find('.');
    const auto label = host.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == host.npos) return label.find_first_not_of("0123456789") != label.npos;
    host.remove_prefix(dot + 1);
  }
}

std::string address_of(std::string_view text) {
  const std::string word(text);
  unsigned char bytes[16];
  for (const auto& [family, size] : {std::pair(AF_INET, 4), std::pair(AF_INET6, 16)})
    if (::inet_pton(family, word.c_str(), bytes) == 1)
      return std::string(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  return {};
}

}  // namespace

std::string text_of_address(std::string_view bytes) {
  char text[INET6_ADDRSTRLEN];
  ::inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text, sizeof text);
  return text;
}

bool is_within(std::string_view address, std::string_view network) {
  if (network.size() != 2 * address.size()) return false;
  for (std::size_t i = 0; i < address.size(); ++i)
    if ((address[i] & network[address.size() + i]) != network[i]) return false;
  return true;
}

std::optional<Name> parse_name(std::string_view text) {
  if (auto address = address_of(text); !address.empty()) return Name{text_of_address(address), address};
  std::string host(text);
  std::transform(host.begin(), host.end(), host.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (!is_host(host)) return std::nullopt;
  return Name{host};
}

std::optional<std::string> parse_network(std::string_view text) {
  const auto slash = text.find('/');
  auto address = address_of(text.substr(0, slash));
  if (slash == text.npos || address.empty()) return std::nullopt;
  const auto digits = text.substr(slash + 1);
  std::size_t bits = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (ec != std::errc() || end != digits.data() + digits.size() || bits > address.size() * 8) return std::nullopt;
  std::string mask(address.size(), '\0');
  for (std::size_t bit = 0; bit < bits; ++bit) mask[bit / 8] = static_cast<char>(mask[bit / 8] | 0x80 >> bit % 8);
  for (std::size_t i = 0; i < address.size(); ++i)
    if ((address[i] & mask[i]) != address[i]) return std::nullopt;  // 10.0.0.1/8 is no network
  return address + mask;
}

bool Constraints::permit(const Name& name) const {
  if (name.is_address())
    return std::any_of(networks.begin(), networks.end(),
                       [&](const auto& network) { return is_within(name.address, parse_network(network).value_or("")); });
  return std::any_of(domains.begin(), domains.end(),
                     [&](const auto& domain) { return name.text == domain || name.text.ends_with("." + domain); });
}

// A kind of name that no part of the constraints mentions is free: so where no address is admitted, all are excluded.
std::string Constraints::extension() const {
  std::string text = "critical,permitted;email:.invalid";
  for (const auto& domain : domains) text += ",permitted;DNS:" + domain;
  if (domains.empty()) text += ",permitted;DNS:invalid";
  bool v4 = false, v6 = false;
  for (const auto& network : networks) {
    const auto bytes = parse_network(network).value_or("");
    if (bytes.empty()) continue;
    const auto half = bytes.size() / 2;
    (half == 4 ? v4 : v6) = true;
    text += ",permitted;IP:" + text_of_address(std::string_view(bytes).substr(0, half)) + "/" +
            text_of_address(std::string_view(bytes).substr(half));
  }
  if (!v4) text += ",excluded;IP:0.0.0.0/0.0.0.0";
  if (!v6) text += ",excluded;IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0";
  return text;
}

}  // namespace chittyregister
