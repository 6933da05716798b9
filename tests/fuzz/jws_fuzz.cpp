// Any text as a signed token and as a key. What is taken apart is what was signed, byte for byte; a key that is read is one
// whose public half names no private member.
#include <boost/json/serialize.hpp>
#include <chitty/jws.hpp>

#include "input.hpp"
#include "net/web_key.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chitty;
  const auto text = fuzz::text_of(data, size);
  if (const auto token = parse_jws(text)) {
    fuzz::require(text.starts_with(token->input) && text.size() > token->input.size() && text[token->input.size()] == '.');
    fuzz::require(token->input.find('.') != token->input.npos);
  } else {
    fuzz::require(!token.error().message.empty());
  }
  const auto key = host::parse_web_key(text);
  if (!key) {
    fuzz::require(!key.error().message.empty());
    return 0;
  }
  const auto shown = json::serialize(public_jwk(text, "k"));
  fuzz::require(shown.find("\"d\"") == shown.npos);
  (void)host::verify_by(text, "data", std::string(64, 'x'));
  return 0;
}
