// A ChittyID, `VV-G-LLL-SSSS-T-YYMM-C-XX`, and its DID, `did:chitty:` before it.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace chitty::id {

inline constexpr std::string_view did_prefix = "did:chitty:";

// The last two digits, a check over all that stands before them: `fields` are the first seven parts joined, without hyphens.
// It looks like ISO 7064 MOD 97-10 but does not multiply by 100 first, so an IBAN routine gives other digits.
std::string checksum(std::string_view fields);

// "2611": the year and month in UTC, as an identifier carries them.
std::string year_month(std::int64_t ms);

// Has `text` this form? 9 is a digit, A a capital, X either, [AB] one of these, + the last one again and again; else itself.
bool matches(std::string_view pattern, std::string_view text);

// The parts as they stand in the text.
struct Identifier {
  std::string version = "03";  // 01 deprecated, 02 legacy, 03 current, 04 beta, 05 experimental
  std::string region = "1";    // 1 to 9; 0 in identifiers that report an error
  std::string jurisdiction = "USA";
  std::string sequence{};  // sequence.hpp
  char entity = 'P';       // entity.hpp
  std::string month{};     // YYMM; in old ones 2 or 3 digits
  char trust = '0';        // 0 to 5
  std::string check{};

  std::string text() const;
  std::string did() const { return std::string(did_prefix) + text(); }
  std::string expected_check() const { return checksum(version + region + jurisdiction + sequence + entity + month + trust); }
  // What a sequence belongs to: "1-USA-P-2611-0".
  std::string sequence_key() const { return region + "-" + jurisdiction + "-" + entity + "-" + month + "-" + trust; }
  // {"version":"03","region":"1",…} in the names of the wire reference.
  json::object components() const;
};

// Without `did:chitty:` if it is there; and with it in any case.
std::string_view strip_did(std::string_view text);
std::string did_of(std::string_view text);

// The parts of a well-formed identifier, with or without the prefix; the check digits are not judged here. Else
// INVALID_ARGUMENT whose sentence names the part, and details {"field":…,"value":…}.
Result<Identifier> parse_identifier(std::string_view text);

// REFUSED if the check digits are not what the other parts give; details as above, and "expected".
Result<void> check_identifier(const Identifier& identifier);

// The DID of an identifier that is well-formed and has the right check digits.
Result<std::string> checked_did(std::string_view text);

// The region's, trust level's, version's name; "unknown" for what has none.
std::string_view region_name(char region);
std::string_view trust_name(char level);
std::string_view version_name(std::string_view version);

// Why a well-formed identifier of region 0 was made ("MINT_UNAVAILABLE"), or empty if it is not one.
std::string_view error_reason(const Identifier& identifier);

}  // namespace chitty::id
