// Any text as the URL of an object store and as what one answers. An address that is taken leads to one host, in the clear only
// on this machine; no refusal repeats what was given; what is taken out of XML has no markup left in its way.
#include "daemon/blobs/s3/s3_address.hpp"
#include "daemon/blobs/s3/s3_words.hpp"

#include "net/url.hpp"

#include "input.hpp"

using namespace chitty;
using namespace chitty::host;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  for (const auto& url : {std::string(text), "s3://bucket/" + std::string(text), "s3://bucket?endpoint=" + std::string(text)}) {
    const auto address = daemon::s3_address(url);
    if (!address) {
      fuzz::require(!address.error().message.empty() && address.error().message.size() < 200);
      continue;
    }
    const auto whole = parse_url(address->origin + address->path_of("key"));
    fuzz::require(whole && whole->origin() == address->origin);
    fuzz::require(whole->tls() || whole->host == "localhost" || whole->host == "::1" || whole->host.starts_with("127."));
  }
  for (const auto* name : {"Code", "Message", "UploadId"}) fuzz::require(daemon::xml_text(text, name).size() <= 2048);
  (void)daemon::xml_root_is(text, "Error");
  fuzz::require(
      daemon::xml_text("<x>" + daemon::xml_escaped("a<" + std::string(text.substr(0, 100)) + "b") + "</x>", "x").find("a<") == 0);
  return 0;
}
