#include "certificate_end.hpp"

#include <chitty/base64.hpp>
#include <chitty/time.hpp>

#include <string>

namespace os::doctor {

namespace {

struct Element {
  unsigned tag = 0;
  std::string_view content;
};

// One element of DER off the front of `bytes`.
std::optional<Element> element(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  std::size_t length = byte(1), header = 2;
  if (length & 0x80) {
    const std::size_t count = length & 0x7f;
    if (count == 0 || count > 4 || bytes.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | byte(2 + i);
    header += count;
  }
  if (length > bytes.size() - header) return std::nullopt;
  const Element made{byte(0), bytes.substr(header, length)};
  bytes.remove_prefix(header + length);
  return made;
}

// "261130023500Z" (UTCTime) or "20261130023500Z" (GeneralizedTime) as RFC 3339.
std::optional<std::int64_t> time_of(const Element& time) {
  std::string text(time.content);
  if (time.tag == 0x17 && text.size() == 13) text = (text < "5" ? "20" : "19") + text;
  if (text.size() != 15 || text.back() != 'Z') return std::nullopt;
  return chitty::parse_rfc3339(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) + "T" + text.substr(8, 2) + ":" + text.substr(10, 2) + ":" + text.substr(12, 2) + "Z");
}

std::optional<std::string> first_certificate(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----", end = "-----END CERTIFICATE-----";
  const auto from = pem.find(begin);
  const auto to = from == pem.npos ? pem.npos : pem.find(end, from);
  if (to == pem.npos) return std::nullopt;
  std::string text;
  for (const char c : pem.substr(from + begin.size(), to - from - begin.size()))
    if (c != '\n' && c != '\r' && c != ' ') text += c;
  return chitty::from_base64(text);
}

}  // namespace

// Certificate { tbs { [0] version, serial, algorithm, issuer, validity { from, to }, … }, … } (RFC 5280, 4.1).
std::optional<std::int64_t> end_of_certificate(std::string_view pem) {
  const auto der = first_certificate(pem);
  if (!der) return std::nullopt;
  std::string_view bytes = *der;
  const auto certificate = element(bytes);
  if (!certificate || certificate->tag != 0x30) return std::nullopt;
  bytes = certificate->content;
  const auto tbs = element(bytes);
  if (!tbs || tbs->tag != 0x30) return std::nullopt;
  bytes = tbs->content;
  auto field = element(bytes);
  if (field && field->tag == 0xa0) field = element(bytes);  // the version
  for (int i = 0; field && i < 3; ++i) field = element(bytes);
  if (!field || field->tag != 0x30) return std::nullopt;
  bytes = field->content;
  const auto from = element(bytes), to = element(bytes);
  return from && to ? time_of(*to) : std::nullopt;
}

}  // namespace os::doctor
