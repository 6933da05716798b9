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

}  // namespace

const LegacyShape* legacy_shape(std::string_view given) {
  const auto text = strip_did(given);
  if (parse_identifier(text)) return nullptr;
  for (const auto& shape : shapes)
    if (matches(shape.pattern, text)) return &shape;
  return nullptr;
}

}  // namespace chitty::id
