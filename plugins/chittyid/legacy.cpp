#include "legacy.hpp"

#include "identifier.hpp"

namespace chitty::id {

namespace {

// From the expressions that public services and clients still carry (wire reference 2.1 to 2.4).
constexpr LegacyShape shapes[] = {
    {"lifecycle spec", "01-[CE]-AAA-9999-[PTOCLI]-9999-9-X", "01-C-ACT-1234-P-2411-5-A"},
    {"lifecycle spec with check digits", "01-[CE]-AAA-9999-[PTOCLI]-9999-9-99", "01-C-INF-0177-I-2510-7-23"},
    {"typed lifecycle spec", "01-[CE]-AAA-9999-AAA-XX-9-X", "01-C-ACT-4829-PEO-Q5-7-0"},
    {"namespace", "02-A-AAA-9999-A-XX-9-X", "02-C-DOC-1234-I-2B-7-A"},
    {"letter region", "99-A-AAA-XXXX-A-XXXX-X-X", "01-A-ABC-12X4-P-24B1-C-7"},
    {"six-digit date", "99-9-AAA-9999-A-999999-9+-9+", "03-1-USA-4448-P-202609-0-88"},
    {"vertical prefix", "C[PLTE]-X-XXX-9999-A-9999-A-99", "CP-1-USA-1234-N-2511-B-42"},
    {"certificate", "01-A-AAA+-XXXX-9-9999-A-XX", "01-C-CERT-12AB-1-2510-P-7X"},
    {"certificate name", "CHITTY-X+-X+", "CHITTY-AB12-CD34"},
    {"registration", "REG-X+", "REG-XE66D7"},
};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool capital(char c) { return c >= 'A' && c <= 'Z'; }

// One element of a pattern: how to test a character, and how long it is. Literal digits and letters of a prefix ("01-",
// "REG-") are told from the class letters by `literal`, which holds up to the first hyphen of a pattern that names one.
struct Element {
  std::string_view text;
  bool repeated = false;

  bool fits(char c, bool literal) const {
    if (text[0] == '[') return text.substr(1, text.size() - 2).find(c) != std::string_view::npos;
    if (literal || text[0] == '-') return c == text[0];
    if (text[0] == '9') return digit(c);
    if (text[0] == 'A') return capital(c);
    if (text[0] == 'X') return digit(c) || capital(c);
    return c == text[0];
  }
};

Element next(std::string_view& pattern) {
  const std::size_t length = pattern[0] == '[' ? pattern.find(']') + 1 : 1;
  Element element{pattern.substr(0, length)};
  pattern.remove_prefix(length);
  if (!pattern.empty() && pattern[0] == '+') element.repeated = true, pattern.remove_prefix(1);
  return element;
}

bool matches(std::string_view pattern, std::string_view text) {
  bool literal = pattern.substr(0, 6) == "CHITTY" || pattern.substr(0, 3) == "REG";
  while (!pattern.empty()) {
    const auto element = next(pattern);
    if (text.empty() || !element.fits(text[0], literal)) return false;
    do text.remove_prefix(1);
    while (element.repeated && !text.empty() && element.fits(text[0], literal));
    if (element.text == "-") literal = false;
  }
  return text.empty();
}

}  // namespace

const LegacyShape* legacy_shape(std::string_view given) {
  const auto text = strip_did(given);
  if (parse_identifier(text)) return nullptr;
  for (const auto& shape : shapes)
    if (matches(shape.pattern, text)) return &shape;
  return nullptr;
}

}  // namespace chitty::id
