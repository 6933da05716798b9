// Any text as the address that a browser is sent back to. What is accepted has no fragment, no user, no blank and no control
// character, and fits itself.
// Its origin can stand in a browser's policy.
#include "input.hpp"
#include "redirect_uri.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chitty;
  const std::string text(fuzz::text_of(data, size));
  const auto good = auth::check_redirect_uri(text);
  if (!good) {
    fuzz::require(!good.error().message.empty());
    return 0;
  }
  fuzz::require(text.find('#') == text.npos && text.find('\\') == text.npos);
  for (const char c : text) fuzz::require(static_cast<unsigned char>(c) > ' ' && c != 0x7f);
  const auto origin = auth::redirect_origin(text);  // stands in a policy of the browser's
  fuzz::require(text.starts_with(origin) && origin.find_first_of(" ;,'\"") == origin.npos);
  fuzz::require(auth::same_redirect_uri(text, text));
  fuzz::require(auth::with_query(text, "code=1").starts_with(text));
  return 0;
}
